"""Every address of partners."""

from django.urls import path, register_converter

from partners.views import (
    check_in,
    check_ins,
    class_files,
    considerations,
    deleting,
    flags,
    home,
    leaving,
    look_out,
    moves,
    note,
    note_end,
    notes,
    over_time,
    partner,
    partnership,
    partnerships,
    plans,
    privacy,
    publishing,
    rules,
    settings,
    steps,
    student_year,
)


class Side:
    """great or hard, the two sides of a note."""

    regex = "great|hard"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Side, "side")

of_a_class = [
    path("c/<slug:key>/export/class-file/", class_files.export, name="class_file"),
    path("c/<slug:key>/delete/", deleting.delete_class, name="class_delete"),
    path("c/<slug:key>/children/<slug:student_key>/delete/", deleting.delete_student, name="student_delete"),
    path("c/<slug:key>/leaving/", leaving.leave_together, name="students_leaving"),
    path("c/<slug:key>/children/<slug:student_key>/left/", leaving.leave_class, name="student_left"),
    path("c/<slug:key>/children/<slug:student_key>/year/", student_year.show_year, name="student_year"),
    path("c/<slug:key>/children/<slug:student_key>/family/", student_year.family_page, name="family_page"),
    path("c/<slug:key>/children/<slug:student_key>/place/", leaving.find_place, name="student_place"),
    path("c/<slug:key>/rules/", rules.show_rules, name="rules"),
    path("c/<slug:key>/rules/uncover/", rules.uncover_rules, name="rules_uncover"),
    path("c/<slug:key>/rules/add/", rules.add_rule, name="rule_add"),
    path("c/<slug:key>/rules/<slug:rule_key>/", rules.open_rule, name="rule"),
    path("c/<slug:key>/rules/<slug:rule_key>/change/", rules.change_rule, name="rule_change"),
    path("c/<slug:key>/rules/<slug:rule_key>/remove/", rules.remove_rule, name="rule_remove"),
    path("c/<slug:key>/settings/", settings.show_settings, name="settings"),
    path("c/<slug:key>/considerations/", considerations.show_considerations, name="considerations"),
    path("c/<slug:key>/considerations/uncover/", considerations.uncover_considerations, name="considerations_uncover"),
    path("c/<slug:key>/considerations/save/", considerations.save_considerations, name="considerations_save"),
    path("c/<slug:key>/notes/", notes.show_notes, name="notes"),
    path("c/<slug:key>/notes/read-first/", flags.uncover_flags, name="flags"),
    path("c/<slug:key>/notes/read-first/<slug:flag_key>/answer/", flags.answer, name="flag_answer"),
    path("c/<slug:key>/notes/read-first/<slug:flag_key>/decide/", flags.decide, name="flag_decide"),
    path("c/<slug:key>/notes/read-first/<slug:flag_key>/part/", flags.part_for_today, name="flag_part"),
    path("c/<slug:key>/notes/look-out/", look_out.look_out, name="look_out"),
    path("c/<slug:key>/notes/<slug:note_key>/", notes.open_note, name="note"),
    path("c/<slug:key>/record/", notes.record, name="record"),
    path("c/<slug:key>/privacy/", privacy.show_privacy, name="privacy"),
    path("c/<slug:key>/rounds/<int:number>/hold/", privacy.hold, name="round_hold"),
    path("c/<slug:key>/rounds/<int:number>/let-go/", privacy.lift, name="round_let_go"),
    path("c/<slug:key>/rounds/open/", notes.open_round, name="round_open"),
    path("c/<slug:key>/plan/", plans.show_plan, name="plan"),
    path("c/<slug:key>/plan/uncover/", plans.uncover_plan, name="plan_uncover"),
    path("c/<slug:key>/plan/suggest/", plans.suggest, name="plan_suggest"),
    path("c/<slug:key>/plan/<slug:plan_key>/", plans.show_draft, name="plan_draft"),
    path("c/<slug:key>/plan/<slug:plan_key>/uncover/", plans.uncover_draft, name="plan_draft_uncover"),
    path("c/<slug:key>/plan/<slug:plan_key>/news/<int:version>/", plans.news, name="plan_news"),
    path("c/<slug:key>/plan/<slug:plan_key>/pick-up/", steps.pick_up, name="plan_pick_up"),
    path("c/<slug:key>/plan/<slug:plan_key>/move/", steps.move, name="plan_move"),
    path("c/<slug:key>/plan/<slug:plan_key>/undo/", steps.undo, name="plan_undo"),
    path("c/<slug:key>/plan/<slug:plan_key>/redo/", steps.redo, name="plan_redo"),
    path("c/<slug:key>/plan/<slug:plan_key>/lock/", steps.lock, name="plan_lock"),
    path("c/<slug:key>/plan/<slug:plan_key>/unlock/", steps.unlock, name="plan_unlock"),
    path("c/<slug:key>/plan/<slug:plan_key>/publish/", publishing.publish, name="plan_publish"),
    path("c/<slug:key>/partnerships/", partnerships.show_partnerships, name="partnerships"),
    path("c/<slug:key>/partnerships/<slug:partnership_key>/", partnership.show_partnership, name="partnership"),
    path("c/<slug:key>/partnerships/<slug:partnership_key>/card/", partnership.coaching_card, name="coaching_card"),
    path("c/<slug:key>/partnerships/<slug:partnership_key>/observe/", partnership.observe, name="observe"),
    path("c/<slug:key>/over-time/", over_time.show_over_time, name="over_time"),
    path("c/<slug:key>/moves/", moves.show_moves, name="moves"),
    path("c/<slug:key>/moves/week/", moves.set_move_of_the_week, name="move_of_the_week"),
    path("c/<slug:key>/moves/add/", moves.add_move, name="move_add"),
    path("c/<slug:key>/moves/chart/", moves.anchor_chart, name="anchor_chart"),
    path("c/<slug:key>/moves/<slug:move_key>/change/", moves.change_move, name="move"),
    path("c/<slug:key>/moves/<slug:move_key>/place/", moves.place_move, name="move_place"),
    path("c/<slug:key>/moves/<slug:move_key>/hide/", moves.hide_move, name="move_hide"),
    path("c/<slug:key>/moves/<slug:move_key>/remove/", moves.remove_move, name="move_remove"),
    path("c/<slug:key>/check-ins/", check_ins.show_check_ins, name="check_ins"),
    path("c/<slug:key>/check-ins/open/", check_ins.open_check_in, name="check_in_open"),
    path("c/<slug:key>/check-ins/close/", check_ins.close_check_in, name="check_in_close"),
    path("c/<slug:key>/check-ins/<slug:check_in_key>/done/", check_ins.done, name="check_in_done"),
    path("c/<slug:key>/wall/", partnerships.projector, name="projector"),
]

of_children = [
    path("me/", note.me, name="me"),
    path("me/partner/", partner.my_partner, name="my_partner"),
    path("me/check-in/", check_in.how, name="check_in"),
    path("me/check-in/help/", check_in.help_with, name="check_in_help"),
    path("me/check-in/thanks/", check_in.thanks, name="check_in_thanks"),
    path("me/ask-for-help/", check_in.ask_for_help, name="ask_for_help"),
    path("me/note/promise/", note.promise, name="note_promise"),
    path("me/note/great/", note.great, name="note_great"),
    path("me/note/why/<side:side>/<int:place>/", note.why, name="note_why"),
    path("me/note/hard/", note.hard, name="note_hard"),
    path("me/note/hard/who/", note.who_hard, name="note_who_hard"),
    path("me/note/not-safe/", note.not_safe, name="note_not_safe"),
    path("me/note/will-do/", note_end.will_do, name="note_will_do"),
    path("me/note/does-well/", note_end.does_well, name="note_does_well"),
    path("me/note/gets-better/", note_end.gets_better, name="note_gets_better"),
    path("me/note/loves/", note_end.loves, name="note_loves"),
    path("me/note/tell/", note_end.tell, name="note_tell"),
    path("me/note/talk/", note_end.talk, name="note_talk"),
    path("me/note/check/", note_end.check, name="note_check"),
    path("me/note/send/", note_end.send, name="note_send"),
    path("me/note/start-over/", note_end.start_over, name="note_start_over"),
    path("all-done/", partner.all_done, name="all_done"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("classes/from-file/", class_files.load, name="class_load"),
    *of_a_class,
    *of_children,
]
