"""All addresses of partners."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path, register_converter

from classroom.views.cover import leads_to
from partners.views import (
    away,
    check_ins,
    check_on,
    class_files,
    class_over_time,
    considerations,
    deleting,
    home,
    leaving,
    moves,
    note_reading,
    notes,
    partner_changes,
    partnership,
    partnerships,
    plan_changes,
    plan_comparison,
    plan_ideas,
    plan_refusals,
    plans,
    privacy,
    publishing,
    rules,
    safety_flags,
    scribe,
    settings,
    student_check_in,
    student_export,
    student_note,
    student_note_end,
    student_partner,
    student_year,
    unit_end,
    walk,
    walk_offline,
    wall,
    why_not,
)


class Side:
    """A part of an address: great or hard, the two sides of a note."""

    regex = "great|hard"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Side, "side")


def of_a_draft(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(f"c/<slug:key>/plan/<slug:plan_key>/{address}", plan_refusals.of_a_draft(view), name=name)


of_drafts = [
    of_a_draft("", plans.show_draft, "plan_draft"),
    of_a_draft("uncover/", plans.uncover_draft, "plan_draft_uncover"),
    of_a_draft("news/<int:version>/<slug:names>/", plans.news, "plan_news"),
    of_a_draft("news/<int:version>/<slug:names>/words/", plans.news_in_words, "plan_news_in_words"),
    of_a_draft("name/", plans.rename, "plan_name"),
    of_a_draft("delete/", plans.delete, "plan_delete"),
    of_a_draft("complete/", plan_ideas.complete, "plan_complete"),
    of_a_draft("another/", plan_ideas.another, "plan_another"),
    of_a_draft("together/", plan_ideas.together, "plan_together"),
    of_a_draft("decide/", plan_ideas.decide, "plan_decide"),
    of_a_draft("relax/", plan_ideas.relax, "plan_relax"),
    of_a_draft("why-not/", why_not.show_why_not, "plan_why_not"),
    of_a_draft("why-not/uncover/", why_not.uncover_why_not, "plan_why_not_uncover"),
    of_a_draft("compare/", plan_comparison.compare, "plan_compare"),
    of_a_draft("compare/uncover/", plan_comparison.uncover_comparison, "plan_compare_uncover"),
    of_a_draft("pick-up/", plan_changes.pick_up, "plan_pick_up"),
    of_a_draft("move/", plan_changes.regroup, "plan_move"),
    of_a_draft("undo/", plan_changes.undo, "plan_undo"),
    of_a_draft("redo/", plan_changes.redo, "plan_redo"),
    of_a_draft("lock/", plan_changes.lock, "plan_lock"),
    of_a_draft("unlock/", plan_changes.unlock, "plan_unlock"),
    of_a_draft("publish/", publishing.publish, "plan_publish"),
]

of_a_class = [
    path("c/<slug:key>/export/class-file/", class_files.export, name="class_file"),
    path("c/<slug:key>/delete/", deleting.delete_class, name="class_delete"),
    path("c/<slug:key>/children/<slug:student_key>/delete/", deleting.delete_student, name="student_delete"),
    path("c/<slug:key>/children/<slug:student_key>/record/", student_export.show_record, name="student_record"),
    path(
        "c/<slug:key>/children/<slug:student_key>/record/uncover/",
        student_export.uncover_record,
        name="student_record_uncover",
    ),
    path(
        "c/<slug:key>/children/<slug:student_key>/record/take/",
        student_export.take_record,
        name="student_record_take",
    ),
    path("c/<slug:key>/leaving/", leaving.leave_together, name="students_leaving"),
    path("c/<slug:key>/children/<slug:student_key>/left/", leaving.leave_class, name="student_left"),
    path("c/<slug:key>/children/<slug:student_key>/year/", student_year.show_year, name="student_year"),
    path(
        "c/<slug:key>/children/<slug:student_key>/year/uncover/",
        student_year.uncover_year,
        name="student_year_uncover",
    ),
    path("c/<slug:key>/children/<slug:student_key>/family/", student_year.family_page, name="family_page"),
    path("c/<slug:key>/children/<slug:student_key>/place/", leaving.find_place, name="student_place"),
    path("c/<slug:key>/rules/", rules.show_rules, name="rules"),
    path("c/<slug:key>/rules/uncover/", rules.uncover_rules, name="rules_uncover"),
    path("c/<slug:key>/rules/add/", rules.add_rule, name="rule_add"),
    path("c/<slug:key>/rules/<slug:rule_key>/", leads_to("partners:rules"), name="rule"),
    path("c/<slug:key>/rules/<slug:rule_key>/uncover/", rules.open_rule, name="rule_uncover"),
    path("c/<slug:key>/rules/<slug:rule_key>/change/", rules.change_rule, name="rule_change"),
    path("c/<slug:key>/rules/<slug:rule_key>/remove/", rules.remove_rule, name="rule_remove"),
    path("c/<slug:key>/settings/", settings.show_settings, name="settings"),
    path("c/<slug:key>/family-notice/", settings.family_notice, name="family_notice"),
    path("c/<slug:key>/considerations/", considerations.show_considerations, name="considerations"),
    path("c/<slug:key>/considerations/uncover/", considerations.uncover_considerations, name="considerations_uncover"),
    path("c/<slug:key>/considerations/save/", considerations.save_considerations, name="considerations_save"),
    path("c/<slug:key>/notes/", notes.show_notes, name="notes"),
    path("c/<slug:key>/notes/uncover/", safety_flags.uncover_flags, name="notes_uncover"),
    path("c/<slug:key>/notes/read-first/", leads_to("partners:notes"), name="notes_read_first"),
    path("c/<slug:key>/notes/read-first/<slug:flag_key>/answer/", safety_flags.answer, name="flag_answer"),
    path("c/<slug:key>/notes/read-first/<slug:flag_key>/decide/", safety_flags.decide, name="flag_decide"),
    path("c/<slug:key>/notes/read-first/<slug:flag_key>/part/", safety_flags.part_for_today, name="flag_part"),
    path("c/<slug:key>/notes/talked/", safety_flags.talked, name="talked"),
    path("c/<slug:key>/notes/look-out/", check_on.look_out, name="look_out"),
    path("c/<slug:key>/notes/look-out/uncover/", check_on.uncover_look_out, name="look_out_uncover"),
    path("c/<slug:key>/notes/one-by-one/", leads_to("partners:notes"), name="notes_read"),
    path("c/<slug:key>/notes/one-by-one/uncover/", note_reading.read_notes, name="notes_read_uncover"),
    path("c/<slug:key>/notes/for/<slug:student_key>/", scribe.note_for, name="note_for"),
    path("c/<slug:key>/notes/for/<slug:student_key>/skip/", scribe.skip_note, name="note_skip"),
    path("c/<slug:key>/notes/<slug:note_key>/", note_reading.show_note, name="note"),
    path("c/<slug:key>/notes/<slug:note_key>/uncover/", note_reading.open_note, name="note_uncover"),
    path("c/<slug:key>/record/", notes.record, name="record"),
    path("c/<slug:key>/privacy/", privacy.show_privacy, name="privacy"),
    path("c/<slug:key>/rounds/<int:number>/hold/", privacy.hold, name="round_hold"),
    path("c/<slug:key>/rounds/<int:number>/let-go/", privacy.lift, name="round_let_go"),
    path("c/<slug:key>/rounds/open/", notes.open_round, name="round_open"),
    path("c/<slug:key>/plan/", plans.show_plan, name="plan"),
    path("c/<slug:key>/plan/uncover/", plans.uncover_plan, name="plan_uncover"),
    path("c/<slug:key>/plan/suggest/", plans.suggest, name="plan_suggest"),
    path("c/<slug:key>/plan/last-round/", plan_ideas.start_from_last_round, name="plan_last_round"),
    path("c/<slug:key>/plan/last-round/uncover/", plan_ideas.uncover_last_round, name="plan_last_round_uncover"),
    path("c/<slug:key>/plan/last-round/cover/", plan_ideas.cover_last_round, name="plan_last_round_cover"),
    *of_drafts,
    path("c/<slug:key>/partnerships/", partnerships.show_partnerships, name="partnerships"),
    path("c/<slug:key>/partnerships/<slug:partnership_key>/", partnership.show_partnership, name="partnership"),
    path(
        "c/<slug:key>/partnerships/<slug:partnership_key>/uncover/",
        partnership.uncover_partnership,
        name="partnership_uncover",
    ),
    path("c/<slug:key>/partnerships/<slug:partnership_key>/card/", partnership.coaching_card, name="coaching_card"),
    path("c/<slug:key>/partnerships/<slug:partnership_key>/observe/", partnership.observe, name="observe"),
    path("c/<slug:key>/over-time/", class_over_time.show_over_time, name="over_time"),
    path("c/<slug:key>/over-time/uncover/", class_over_time.uncover_over_time, name="over_time_uncover"),
    path("c/<slug:key>/moves/", moves.show_moves, name="moves"),
    path("c/<slug:key>/moves/week/", moves.set_move_of_the_week, name="move_of_the_week"),
    path("c/<slug:key>/moves/add/", moves.add_move, name="move_add"),
    path("c/<slug:key>/moves/chart/", moves.anchor_chart, name="anchor_chart"),
    path("c/<slug:key>/moves/<slug:move_key>/change/", moves.change_move, name="move"),
    path("c/<slug:key>/moves/<slug:move_key>/place/", moves.place_move, name="move_place"),
    path("c/<slug:key>/moves/<slug:move_key>/hide/", moves.hide_move, name="move_hide"),
    path("c/<slug:key>/moves/<slug:move_key>/remove/", moves.remove_move, name="move_remove"),
    path("c/<slug:key>/walk/", walk.show_walk, name="walk"),
    path("c/<slug:key>/walk/order/", walk.show_order, name="walk_order"),
    path("c/<slug:key>/walk/<slug:partnership_key>/", walk.note, name="walk_note"),
    path("c/<slug:key>/walk/<slug:partnership_key>/move/", walk.move, name="walk_move"),
    path("c/<slug:key>/check-ins/", check_ins.show_check_ins, name="check_ins"),
    path("c/<slug:key>/check-ins/uncover/", check_ins.uncover_check_ins, name="check_ins_uncover"),
    path("c/<slug:key>/check-ins/open/", check_ins.open_check_in, name="check_in_open"),
    path("c/<slug:key>/check-ins/close/", check_ins.close_check_in, name="check_in_close"),
    path("c/<slug:key>/check-ins/<slug:check_in_key>/done/", check_ins.done, name="check_in_done"),
    path("c/<slug:key>/partnerships/<slug:partnership_key>/coached/", check_ins.coached, name="coached"),
    path("c/<slug:key>/away/", away.show_away, name="away"),
    path("c/<slug:key>/away/<slug:student_key>/", away.mark_away, name="away_mark"),
    path("c/<slug:key>/away/<slug:student_key>/here/", away.mark_here, name="away_undo"),
    path("c/<slug:key>/end-unit/", unit_end.end_unit, name="unit_end"),
    path("c/<slug:key>/change-partners/", partner_changes.change_partners, name="partners_change"),
    path("c/<slug:key>/change-partners/take-back/", partner_changes.take_back, name="partners_take_back"),
    path("c/<slug:key>/change-partners/uncover/", partner_changes.uncover_changes, name="partners_change_uncover"),
    path("c/<slug:key>/wall/", wall.projector, name="projector"),
    path("c/<slug:key>/desk-cards/", wall.desk_cards, name="desk_cards"),
]

of_children = [
    path("me/", student_note.me, name="me"),
    path("me/partner/", student_partner.my_partner, name="my_partner"),
    path("me/check-in/", student_check_in.how, name="check_in"),
    path("me/check-in/help/", student_check_in.help_with, name="check_in_help"),
    path("me/check-in/thanks/", student_check_in.thanks, name="check_in_thanks"),
    path("me/ask-for-help/", student_check_in.ask_for_help, name="ask_for_help"),
    path("me/note/promise/", student_note.promise, name="note_promise"),
    path("me/note/great/", student_note.great, name="note_great"),
    path("me/note/why/<side:side>/<int:place>/", student_note.why, name="note_why"),
    path("me/note/hard/", student_note.hard, name="note_hard"),
    path("me/note/hard/who/", student_note.who_hard, name="note_who_hard"),
    path("me/note/not-safe/", student_note.not_safe, name="note_not_safe"),
    path("me/note/thank-you/", student_note.thank_you, name="note_thank_you"),
    path("me/note/will-do/", student_note_end.will_do, name="note_will_do"),
    path("me/note/does-well/", student_note_end.does_well, name="note_does_well"),
    path("me/note/gets-better/", student_note_end.gets_better, name="note_gets_better"),
    path("me/note/loves/", student_note_end.loves, name="note_loves"),
    path("me/note/tell/", student_note_end.tell, name="note_tell"),
    path("me/note/talk/", student_note_end.talk, name="note_talk"),
    path("me/note/check/", student_note_end.check, name="note_check"),
    path("me/note/send/", student_note_end.send, name="note_send"),
    path("me/note/start-over/", student_note_end.start_over, name="note_start_over"),
    path("all-done/", student_partner.all_done, name="all_done"),
]

app_name = "partners"
urlpatterns = [
    path("", home.home, name="home"),
    path("walk/me/", walk_offline.me, name="walk_me"),
    path("walk/offline/", walk_offline.shell, name="walk_shell"),
    path("walk-worker.js", walk_offline.worker, name="walk_worker"),
    path("classes/from-file/", class_files.load, name="class_load"),
    *of_a_class,
    *of_children,
]
