"""Every address against every actor. The test fails if the table lacks an address or has one too many.

A cell is what the actor gets: a status; `in`, redirected to sign in; `ask`, redirected to the page that says to ask the
teacher; `go`, redirected to the page in the last column; or the name of another page. The object that an address names
is Ana's, in Room 12: ana wrote the note, ben is Ana's partner there, gus is in another class, `other` teaches another
class, and `outsider` teaches at another school.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve, reverse

from classroom.changed_since import mark_of
from classroom.models import Classroom, Invitation, Student, User
from partners import queries
from partners.actions import check_ins, rules, safety_flags
from partners.models import CheckIn, Partnership, SafetyFlag
from tests.cast import NOW, hand_in, link_for, looking_over, open_round, owner_of, plan_of, seat, sign_in

ACTORS = ("nobody", "ana", "ben", "gus", "aide", "co_teacher", "owner", "other", "outsider", "manager")

TABLE = """
                           nobody ana  ben  gus  aide co   owner other outs manager
home              GET      in     me   me   me   200  200  200   200   200  200
home              POST     in     me   me   me   200  200  200   200   200  200
account_login     GET      200    200  200  200  go   go   go    go    go   go      home
account_login     POST     200    200  200  200  go   go   go    go    go   go      home
account_logout    GET      in     in   in   in   200  200  200   200   200  200
account_logout    POST     in     in   in   in   in   in   in    in    in   in
account           GET      in     in   in   in   200  200  200   200   200  200
account           POST     in     in   in   in   200  200  200   200   200  200
account_change_password GET in    in   in   in   200  200  200   200   200  200
account_change_password POST in   in   in   in   200  200  200   200   200  200
account_reset_password GET 200    200  200  200  200  200  200   200   200  200
account_reset_password POST 200   200  200  200  200  200  200   200   200  200
account_confirm_password_reset_code GET in in in in in in in in in in
account_confirm_password_reset_code POST in in in in in in in in in in
account_complete_password_reset GET go go go go go go go go go go account_reset_password
account_complete_password_reset POST go go go go go go go go go go account_reset_password
invitation        GET      200    200  200  200  200  200  200   200   200  200
invitation        POST     go     go   go   go   go   go   go    go    go   go      join
join              GET      410    410  410  410  410  410  410   410   410  410
join              POST     410    410  410  410  410  410  410   410   410  410
join_new          GET      410    410  410  410  go   go   go    go    go   go      join
join_new          POST     410    410  410  410  go   go   go    go    go   go      join
account_signup    GET      404    404  404  404  404  404  404   404   404  404
account_signup    POST     404    404  404  404  404  404  404   404   404  404
confirm_password  GET      in     in   in   in   200  200  200   200   200  200
confirm_password  POST     in     in   in   in   200  200  200   200   200  200

class_new         GET      in     in   in   in   200  200  200   200   200  200
class_new         POST     in     in   in   in   200  200  200   200   200  200
class             GET      in     in   in   in   404  200  200   404   404  404
class             POST     in     in   in   in   404  200  200   404   404  404
class_change      GET      in     in   in   in   404  200  200   404   404  404
class_change      POST     in     in   in   in   404  200  200   404   404  404
students_add      GET      in     in   in   in   405  405  405   405   405  405
students_add      POST     in     in   in   in   404  422  422   404   404  404
student           GET      in     in   in   in   404  200  200   404   404  404
student           POST     in     in   in   in   404  200  200   404   404  404
student_back      GET      in     in   in   in   405  405  405   405   405  405
student_back      POST     in     in   in   in   404  go   go    404   404  404     class
student_left      GET      in     in   in   in   404  200  200   404   404  404
student_left      POST     in     in   in   in   404  go   go    404   404  404     student_left
student_place     GET      in     in   in   in   404  go   go    404   404  404     partnerships
student_place     POST     in     in   in   in   404  go   go    404   404  404     student_place
card_void         GET      in     in   in   in   405  405  405   405   405  405
card_void         POST     in     in   in   in   404  go   go    404   404  404     student
student_record    GET      in     in   in   in   404  404  200   404   404  404
student_record    POST     in     in   in   in   404  404  200   404   404  404
student_record_uncover GET in     in   in   in   go   go   go    go    go   go      student_record
student_record_uncover POST in     in   in   in   404  404  200   404   404  404
student_record_take GET in     in   in   in   405  405  405   405   405  405
student_record_take POST in     in   in   in   404  404  422   404   404  404
student_delete    GET      in     in   in   in   404  404  200   404   404  404
student_delete    POST     in     in   in   in   404  404  200   404   404  404
class_delete      GET      in     in   in   in   404  404  200   404   404  404
class_delete      POST     in     in   in   in   404  404  200   404   404  404
students_leaving  GET      in     in   in   in   404  200  200   404   404  404
students_leaving  POST     in     in   in   in   404  go   go    404   404  404     class
export            GET      in     in   in   in   404  404  200   404   404  404
export            POST     in     in   in   in   404  404  200   404   404  404
class_file        GET      in     in   in   in   404  404  200   404   404  404
class_file        POST     in     in   in   in   404  404  200   404   404  404
class_load        GET      in     in   in   in   200  200  200   200   200  200
class_load        POST     in     in   in   in   200  200  200   200   200  200
roster_import     GET      in     in   in   in   404  200  200   404   404  404
roster_import     POST     in     in   in   in   404  422  422   404   404  404
roster_preview    GET      in     in   in   in   404  404  200   404   404  404
roster_preview    POST     in     in   in   in   404  404  go    404   404  404     class
roster_columns    GET      in     in   in   in   405  405  405   405   405  405
roster_columns    POST     in     in   in   in   404  404  422   404   404  404
roster_discard    GET      in     in   in   in   405  405  405   405   405  405
roster_discard    POST     in     in   in   in   404  404  go    404   404  404     class
languages         GET      in     in   in   in   404  200  200   404   404  404
languages         POST     in     in   in   in   404  go   go    404   404  404     languages
language          GET      in     in   in   in   404  200  200   404   404  404
language          POST     in     in   in   in   404  200  200   404   404  404
cards             GET      in     in   in   in   404  200  200   404   404  404
cards             POST     in     in   in   in   404  200  200   404   404  404
cards_void        GET      in     in   in   in   405  405  405   405   405  405
cards_void        POST     in     in   in   in   404  go   go    404   404  404     cards
window_open       GET      in     in   in   in   405  405  405   405   405  405
window_open       POST     in     in   in   in   404  go   go    404   404  404     notes
safety_contact    GET      in     in   in   in   404  200  200   404   404  404
safety_contact    POST     in     in   in   in   404  422  422   404   404  404
window_close      GET      in     in   in   in   405  405  405   405   405  405
window_close      POST     in     in   in   in   404  go   go    404   404  404     notes
set_up_end        GET      in     in   in   in   405  405  405   405   405  405
set_up_end        POST     in     in   in   in   404  go   go    404   404  404     pictures
pictures          GET      in     in   in   in   404  200  200   404   404  404
pictures          POST     in     in   in   in   404  200  200   404   404  404
pictures_clear    GET      in     in   in   in   405  405  405   405   405  405
pictures_clear    POST     in     in   in   in   404  go   go    404   404  404     pictures
code_change       GET      in     in   in   in   405  405  405   405   405  405
code_change       POST     in     in   in   in   404  go   go    404   404  404     pictures
let_in            GET      in     in   in   in   404  200  200   404   404  404
let_in            POST     in     in   in   in   404  go   go    404   404  404     let_in

rules             GET      in     in   in   in   404  200  200   404   404  404
rules             POST     in     in   in   in   404  200  200   404   404  404
rules_uncover     GET      in     in   in   in   go   go   go    go    go   go      rules
rules_uncover     POST     in     in   in   in   404  200  200   404   404  404
rule_add          GET      in     in   in   in   405  405  405   405   405  405
rule_add          POST     in     in   in   in   404  422  422   404   404  404
rule              GET      in     in   in   in   go   go   go    go    go   go      rules
rule              POST     in     in   in   in   go   go   go    go    go   go      rules
rule_uncover      GET      in     in   in   in   go   go   go    go    go   go      rule
rule_uncover      POST     in     in   in   in   404  200  200   404   404  404
rule_change       GET      in     in   in   in   405  405  405   405   405  405
rule_change       POST     in     in   in   in   404  422  422   404   404  404
rule_remove       GET      in     in   in   in   405  405  405   405   405  405
rule_remove       POST     in     in   in   in   404  go   go    404   404  404     rules
settings          GET      in     in   in   in   404  200  200   404   404  404
settings          POST     in     in   in   in   404  422  422   404   404  404

people            GET      in     in   in   in   404  200  200   404   404  404
people            POST     in     in   in   in   404  200  200   404   404  404
invite            GET      in     in   in   in   405  405  405   405   405  405
invite            POST     in     in   in   in   404  404  422   404   404  404
take_back         GET      in     in   in   in   405  405  405   405   405  405
take_back         POST     in     in   in   in   404  404  go    404   404  404     people
person_remove     GET      in     in   in   in   405  405  405   405   405  405
person_remove     POST     in     in   in   in   404  404  404   404   404  404
class_leave       GET      in     in   in   in   405  405  405   405   405  405
class_leave       POST     in     in   in   in   home home go    404   404  404     people
hand_over         GET      in     in   in   in   404  404  200   404   404  404
hand_over         POST     in     in   in   in   404  404  200   404   404  404
class_archive     GET      in     in   in   in   404  404  200   404   404  404
class_archive     POST     in     in   in   in   404  404  go    404   404  404     home
class_bring_back  GET      in     in   in   in   405  405  405   405   405  405
class_bring_back  POST     in     in   in   in   404  404  go    404   404  404     class
class_next        GET      in     in   in   in   404  404  200   404   404  404
class_next        POST     in     in   in   in   404  404  200   404   404  404

school            GET      in     in   in   in   404  404  404   404   404  200
school            POST     in     in   in   in   404  404  404   404   404  200
school_invite     GET      in     in   in   in   405  405  405   405   405  405
school_invite     POST     in     in   in   in   404  404  404   404   404  422
school_take_back  GET      in     in   in   in   405  405  405   405   405  405
school_take_back  POST     in     in   in   in   404  404  404   404   404  404
account_close     GET      in     in   in   in   405  405  405   405   405  405
account_close     POST     in     in   in   in   404  404  404   404   404  404
account_open      GET      in     in   in   in   405  405  405   405   405  405
account_open      POST     in     in   in   in   404  404  404   404   404  404
school_step_down  GET      in     in   in   in   405  405  405   405   405  405
school_step_down  POST     in     in   in   in   404  404  404   404   404  go      school
school_archive    GET      in     in   in   in   405  405  405   405   405  405
school_archive    POST     in     in   in   in   404  404  404   404   404  go      school
school_bring_back GET      in     in   in   in   405  405  405   405   405  405
school_bring_back POST     in     in   in   in   404  404  404   404   404  go      school
school_hand_over  GET      in     in   in   in   404  404  404   404   404  200
school_hand_over  POST     in     in   in   in   404  404  404   404   404  200

considerations    GET      in     in   in   in   404  200  200   404   404  404
considerations    POST     in     in   in   in   404  200  200   404   404  404
considerations_uncover GET in     in   in   in   go   go   go    go    go   go      considerations
considerations_uncover POST in    in   in   in   404  200  200   404   404  404
considerations_save GET    in     in   in   in   405  405  405   405   405  405
considerations_save POST   in     in   in   in   404  200  200   404   404  404
notes             GET      in     in   in   in   404  200  200   404   404  404
notes             POST     in     in   in   in   404  200  200   404   404  404
notes_uncover     GET      in     in   in   in   go   go   go    go    go   go      notes
notes_uncover     POST     in     in   in   in   404  200  200   404   404  404
notes_read_first  GET      in     in   in   in   go   go   go    go    go   go      notes
notes_read_first  POST     in     in   in   in   go   go   go    go    go   go      notes
talked            GET      in     in   in   in   405  405  405   405   405  405
talked            POST     in     in   in   in   404  200  200   404   404  404
look_out          GET      in     in   in   in   404  200  200   404   404  404
look_out          POST     in     in   in   in   404  200  200   404   404  404
look_out_uncover  GET      in     in   in   in   go   go   go    go    go   go      look_out
look_out_uncover  POST     in     in   in   in   404  200  200   404   404  404
flag_answer       GET      in     in   in   in   405  405  405   405   405  405
flag_answer       POST     in     in   in   in   404  200  200   404   404  404
flag_decide       GET      in     in   in   in   405  405  405   405   405  405
flag_decide       POST     in     in   in   in   404  200  200   404   404  404
flag_part         GET      in     in   in   in   405  405  405   405   405  405
flag_part         POST     in     in   in   in   404  200  200   404   404  404
notes_read        GET      in     in   in   in   go   go   go    go    go   go      notes
notes_read        POST     in     in   in   in   go   go   go    go    go   go      notes
notes_read_uncover GET in     in   in   in   go   go   go    go    go   go      notes_read
notes_read_uncover POST in     in   in   in   404  200  200   404   404  404
note_for          GET      in     in   in   in   404  200  200   404   404  404
note_for          POST     in     in   in   in   404  go   go    404   404  404     notes
note_skip         GET      in     in   in   in   405  405  405   405   405  405
note_skip         POST     in     in   in   in   404  go   go    404   404  404     note_for
family_notice     GET      in     in   in   in   404  200  200   404   404  404
family_notice     POST     in     in   in   in   404  200  200   404   404  404
note              GET      in     in   in   in   404  200  200   404   404  404
note              POST     in     in   in   in   404  200  200   404   404  404
note_uncover      GET      in     in   in   in   go   go   go    go    go   go      note
note_uncover      POST     in     in   in   in   404  200  200   404   404  404
record            GET      in     in   in   in   404  200  200   404   404  404
record            POST     in     in   in   in   404  200  200   404   404  404
privacy           GET      in     in   in   in   404  200  200   404   404  404
privacy           POST     in     in   in   in   404  200  200   404   404  404
round_hold        GET      in     in   in   in   405  405  405   405   405  405
round_hold        POST     in     in   in   in   404  go   go    404   404  404     privacy
round_let_go      GET      in     in   in   in   405  405  405   405   405  405
round_let_go      POST     in     in   in   in   404  go   go    404   404  404     privacy
round_open        GET      in     in   in   in   405  405  405   405   405  405
round_open        POST     in     in   in   in   404  go   go    404   404  404     notes
plan              GET      in     in   in   in   404  200  200   404   404  404
plan              POST     in     in   in   in   404  200  200   404   404  404
plan_uncover      GET      in     in   in   in   go   go   go    go    go   go      plan
plan_uncover      POST     in     in   in   in   404  200  200   404   404  404
plan_suggest      GET      in     in   in   in   405  405  405   405   405  405
plan_suggest      POST     in     in   in   in   404  go   go    404   404  404     plan_draft
plan_draft        GET      in   in   in   in   404  200  200  404  404  404
plan_draft        POST     in   in   in   in   404  200  200  404  404  404
plan_draft_uncover GET in     in   in   in   go   go   go    go    go   go      plan_draft
plan_draft_uncover POST     in   in   in   in   404  200  200  404  404  404
plan_news         GET      in   in   in   in   404  204  204  404  404  404
plan_news         POST     in   in   in   in   405  405  405  405  405  405
plan_news_in_words GET     in   in   in   in   404  200  200  404  404  404
plan_news_in_words POST    in   in   in   in   405  405  405  405  405  405
plan_pick_up      GET      in   in   in   in   405  405  405  405  405  405
plan_pick_up      POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_move         GET      in   in   in   in   405  405  405  405  405  405
plan_move         POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_undo         GET      in   in   in   in   405  405  405  405  405  405
plan_undo         POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_redo         GET      in   in   in   in   405  405  405  405  405  405
plan_redo         POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_lock         GET      in   in   in   in   405  405  405  405  405  405
plan_lock         POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_unlock       GET      in   in   in   in   405  405  405  405  405  405
plan_unlock       POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_name         GET      in   in   in   in   405  405  405  405  405  405
plan_name         POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_complete     GET      in   in   in   in   405  405  405  405  405  405
plan_complete     POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_another      GET      in   in   in   in   405  405  405  405  405  405
plan_another      POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_together     GET      in   in   in   in   405  405  405  405  405  405
plan_together     POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_decide       GET      in   in   in   in   405  405  405  405  405  405
plan_decide       POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_relax        GET      in   in   in   in   405  405  405  405  405  405
plan_relax        POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_delete       GET      in   in   in   in   405  405  405  405  405  405
plan_delete       POST     in   in   in   in   404  go   go   404  404  404     plan
plan_why_not      GET      in   in   in   in   404  200  200  404  404  404
plan_why_not      POST     in   in   in   in   404  200  200  404  404  404
plan_why_not_uncover GET in     in   in   in   go   go   go    go    go   go      plan_why_not
plan_why_not_uncover POST     in   in   in   in   404  200  200  404  404  404
plan_compare      GET      in   in   in   in   404  go   go   404  404  404     plan_draft
plan_compare      POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_compare_uncover GET in     in   in   in   go   go   go    go    go   go      plan_compare
plan_compare_uncover POST     in   in   in   in   404  go   go   404  404  404     plan_draft
plan_last_round   GET      in   in   in   in   404  200  200  404  404  404
plan_last_round   POST     in   in   in   in   404  200  200  404  404  404
plan_last_round_uncover GET in     in   in   in   go   go   go    go    go   go      plan_last_round
plan_last_round_uncover POST     in   in   in   in   404  200  200  404  404  404
plan_last_round_cover GET      in   in   in   in   405  405  405  405  405  405
plan_last_round_cover POST     in   in   in   in   404  200  200  404  404  404
plan_publish      GET      in     in   in   in   404  200  200   404   404  404
plan_publish      POST     in     in   in   in   404  200  200   404   404  404
partnerships      GET      in     in   in   in   200  200  200   404   404  404
partnerships      POST     in     in   in   in   200  200  200   404   404  404
partnership       GET      in     in   in   in   200  200  200   404   404  404
partnership       POST     in     in   in   in   200  200  200   404   404  404
partnership_uncover GET in     in   in   in   go   go   go    go    go   go      partnership
partnership_uncover POST in     in   in   in   200  200  200   404   404  404
student_year      GET      in     in   in   in   404  200  200   404   404  404
student_year      POST     in     in   in   in   404  200  200   404   404  404
student_year_uncover GET in     in   in   in   go   go   go    go    go   go      student_year
student_year_uncover POST in     in   in   in   404  200  200   404   404  404
family_page       GET      in     in   in   in   405  405  405   405   405  405
family_page       POST     in     in   in   in   404  go   go    404   404  404     student_year
over_time         GET      in     in   in   in   404  200  200   404   404  404
over_time         POST     in     in   in   in   404  200  200   404   404  404
over_time_uncover GET      in     in   in   in   go   go   go    go    go   go      over_time
over_time_uncover POST     in     in   in   in   404  200  200   404   404  404
coaching_card     GET      in     in   in   in   200  200  200   404   404  404
coaching_card     POST     in     in   in   in   200  200  200   404   404  404
observe           GET      in     in   in   in   405  405  405   405   405  405
observe           POST     in     in   in   in   go   go   go    404   404  404     partnership
moves             GET      in     in   in   in   404  200  200   404   404  404
moves             POST     in     in   in   in   404  200  200   404   404  404
move_of_the_week  GET      in     in   in   in   405  405  405   405   405  405
move_of_the_week  POST     in     in   in   in   404  go   go    404   404  404     moves
move_add          GET      in     in   in   in   404  200  200   404   404  404
move_add          POST     in     in   in   in   404  422  422   404   404  404
anchor_chart      GET      in     in   in   in   404  200  200   404   404  404
anchor_chart      POST     in     in   in   in   404  200  200   404   404  404
move              GET      in     in   in   in   404  200  200   404   404  404
move              POST     in     in   in   in   404  go   go    404   404  404     move
move_place        GET      in     in   in   in   405  405  405   405   405  405
move_place        POST     in     in   in   in   404  go   go    404   404  404     moves
move_hide         GET      in     in   in   in   405  405  405   405   405  405
move_hide         POST     in     in   in   in   404  go   go    404   404  404     moves
move_remove       GET      in     in   in   in   405  405  405   405   405  405
move_remove       POST     in     in   in   in   404  go   go    404   404  404     moves
walk              GET      in     in   in   in   200  200  200   404   404  404
walk              POST     in     in   in   in   200  200  200   404   404  404
walk_order        GET      in     in   in   in   404  200  200   404   404  404
walk_order        POST     in     in   in   in   404  200  200   404   404  404
walk_move         GET      in     in   in   in   405  405  405   405   405  405
walk_move         POST     in     in   in   in   404  go   go    404   404  404     walk_order
walk_note         GET      in     in   in   in   200  200  200   404   404  404
walk_note         POST     in     in   in   in   422  422  422   404   404  404
walk_me           GET      in     in   in   in   200  200  200   200   200  200
walk_me           POST     in     in   in   in   200  200  200   200   200  200
walk_shell        GET      200    200  200  200  200  200  200   200   200  200
walk_shell        POST     200    200  200  200  200  200  200   200   200  200
walk_worker       GET      200    200  200  200  200  200  200   200   200  200
walk_worker       POST     200    200  200  200  200  200  200   200   200  200
check_ins         GET      in     in   in   in   404  200  200   404   404  404
check_ins         POST     in     in   in   in   404  200  200   404   404  404
check_ins_uncover GET      in     in   in   in   go   go   go    go    go   go      check_ins
check_ins_uncover POST     in     in   in   in   404  200  200   404   404  404
check_in_open     GET      in     in   in   in   405  405  405   405   405  405
check_in_open     POST     in     in   in   in   404  go   go    404   404  404     check_ins
check_in_close    GET      in     in   in   in   405  405  405   405   405  405
check_in_close    POST     in     in   in   in   404  go   go    404   404  404     check_ins
check_in_done     GET      in     in   in   in   405  405  405   405   405  405
check_in_done     POST     in     in   in   in   404  200  200   404   404  404
coached           GET      in     in   in   in   405  405  405   405   405  405
coached           POST     in     in   in   in   404  200  200   404   404  404
away              GET      in     in   in   in   404  200  200   404   404  404
away              POST     in     in   in   in   404  200  200   404   404  404
away_mark         GET      in     in   in   in   405  405  405   405   405  405
away_mark         POST     in     in   in   in   404  go   go    404   404  404     away
away_undo         GET      in     in   in   in   405  405  405   405   405  405
away_undo         POST     in     in   in   in   404  go   go    404   404  404     away
unit_end          GET      in     in   in   in   404  200  200   404   404  404
unit_end          POST     in     in   in   in   404  200  200   404   404  404
partners_change   GET      in     in   in   in   404  200  200   404   404  404
partners_change   POST     in     in   in   in   404  422  422   404   404  404
partners_change_uncover GET in     in   in   in   go   go   go    go    go   go      partners_change
partners_change_uncover POST in   in   in   in   404  200  200   404   404  404
partners_take_back GET     in     in   in   in   405  405  405   405   405  405
partners_take_back POST    in     in   in   in   404  go   go    404   404  404     partners_change
projector         GET      in     in   in   in   200  200  200   404   404  404
projector         POST     in     in   in   in   200  200  200   404   404  404
desk_cards        GET      in     in   in   in   200  200  200   404   404  404
desk_cards        POST     in     in   in   in   200  200  200   404   404  404

card              GET      200    200  200  200  200  200  200   200   200  200
card              POST     ask    ask  ask  ask  ask  ask  ask   ask   ask  ask
speak             GET      405    405  405  405  405  405  405   405   405  405
speak             POST     go     go   go   go   go   go   go    go    go   go      code
card_picture      GET      ask    ask  ask  ask  ask  ask  ask   ask   ask  ask
card_picture      POST     ask    ask  ask  ask  ask  ask  ask   ask   ask  ask
code              GET      200    go   go   go   200  200  200   200   200  200     names
code              POST     200    200  200  200  200  200  200   200   200  200
names             GET      200    200  200  200  200  200  200   200   200  200
names             POST     200    200  200  200  200  200  200   200   200  200
tap_pictures      GET      200    200  200  200  200  200  200   200   200  200
tap_pictures      POST     200    200  200  200  200  200  200   200   200  200
knock_as          GET      200    200  200  200  200  200  200   200   200  200
knock_as          POST     200    200  200  200  200  200  200   200   200  200
knock             GET      200    200  200  200  200  200  200   200   200  200
knock             POST     200    200  200  200  200  200  200   200   200  200
thats_me          GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
thats_me          POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     me
not_me            GET      405    405  405  405  405  405  405   405   405  405
not_me            POST     go     go   go   go   go   go   go    go    go   go      code
ask_your_teacher  GET      200    200  200  200  200  200  200   200   200  200
ask_your_teacher  POST     200    200  200  200  200  200  200   200   200  200
time_to_stop      GET      200    go   go   go   200  200  200   200   200  200     me
time_to_stop      POST     200    go   go   go   200  200  200   200   200  200     me
all_done          GET      200    200  200  200  200  200  200   200   200  200
all_done          POST     200    200  200  200  200  200  200   200   200  200

choose_pictures   GET      ask    go   go   go   ask  ask  ask   ask   ask  ask     me
choose_pictures   POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     me
pick_avatar       GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
pick_avatar       POST     ask    200  200  200  ask  ask  ask   ask   ask  ask
still_here        GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
still_here        POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     me
me                GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
me                POST     ask    200  200  200  ask  ask  ask   ask   ask  ask
my_partner        GET      ask    200  200  go   ask  ask  ask   ask   ask  ask     me
my_partner        POST     ask    200  200  go   ask  ask  ask   ask   ask  ask     me
check_in          GET      ask    go   go   me   ask  ask  ask   ask   ask  ask     my_partner
check_in          POST     ask    go   go   me   ask  ask  ask   ask   ask  ask     my_partner
check_in_help     GET      ask    go   go   me   ask  ask  ask   ask   ask  ask     my_partner
check_in_help     POST     ask    go   go   me   ask  ask  ask   ask   ask  ask     my_partner
check_in_thanks   GET      ask    200  200  me   ask  ask  ask   ask   ask  ask
check_in_thanks   POST     ask    200  200  me   ask  ask  ask   ask   ask  ask
ask_for_help      GET      ask    405  405  me   ask  ask  ask   ask   ask  ask
ask_for_help      POST     ask    go   go   me   ask  ask  ask   ask   ask  ask     check_in_thanks
note_promise      GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
note_promise      POST     ask    200  200  200  ask  ask  ask   ask   ask  ask
note_great        GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
note_great        POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     note_hard
note_why          GET      ask    200  go   go   ask  ask  ask   ask   ask  ask     note_great
note_why          POST     ask    go   note_great note_great ask  ask  ask   ask   ask  ask     note_hard
note_hard         GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
note_hard         POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     note_will_do
note_who_hard     GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
note_who_hard     POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     note_will_do
note_will_do      GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
note_will_do      POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     note_loves
note_does_well    GET      ask    go   go   go   ask  ask  ask   ask   ask  ask     note_will_do
note_does_well    POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     note_will_do
note_gets_better  GET      ask    go   go   go   ask  ask  ask   ask   ask  ask     note_will_do
note_gets_better  POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     note_will_do
note_loves        GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
note_loves        POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     note_tell
note_tell         GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
note_tell         POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     note_check
note_talk         GET      ask    go   go   go   ask  ask  ask   ask   ask  ask     note_tell
note_talk         POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     note_tell
note_check        GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
note_check        POST     ask    200  200  200  ask  ask  ask   ask   ask  ask
note_not_safe     GET      ask    go   go   go   ask  ask  ask   ask   ask  ask     note_hard
note_not_safe     POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     note_hard
note_thank_you    GET      ask    200  200  200  ask  ask  ask   ask   ask  ask
note_thank_you    POST     ask    200  200  200  ask  ask  ask   ask   ask  ask
note_send         GET      ask    405  405  405  ask  ask  ask   ask   ask  ask
note_send         POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     all_done
note_start_over   GET      ask    405  405  405  ask  ask  ask   ask   ask  ask
note_start_over   POST     ask    go   go   go   ask  ask  ask   ask   ask  ask     note_great
"""


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    cells: dict[str, str]


def rows() -> Iterator[Row]:
    for line in TABLE.splitlines()[2:]:
        if line:
            name, method, *cells = line.split()
            places = {"in": "account_login", "ask": "ask_your_teacher", "go": cells[-1]}
            yield Row(name, method, {actor: places.get(cells[i], cells[i]) for i, actor in enumerate(ACTORS)})


def addresses(
    resolver: URLResolver, outer: frozenset[str] = frozenset(), space: str = ""
) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every named address: its name, its namespace with a colon, and the names of its parameters."""
    for pattern in resolver.url_patterns:
        inner = outer | set(pattern.pattern.converters or pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, inner, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield pattern.name or f"an address without a name: {pattern.pattern}", space, inner


def test_every_address_is_in_the_table() -> None:
    wanted = [(name, method) for name, _, _ in addresses(get_resolver()) for method in ("GET", "POST")]
    assert sorted((row.name, row.method) for row in rows()) == sorted(wanted)


@pytest.fixture
def browsers(
    ana: Student,
    ben: Student,
    gus: Student,
    aide: User,
    co_teacher: User,
    owner: User,
    other_teacher: User,
    outsider: User,
    account_manager: User,
) -> dict[str, Client]:
    adults = (aide, co_teacher, owner, other_teacher, outsider, account_manager)
    clients = [Client(), *(seat(student) for student in (ana, ben, gus)), *(sign_in(adult) for adult in adults)]
    return dict(zip(ACTORS, clients, strict=True))


@pytest.fixture
def named(
    classroom: Classroom,
    ana: Student,
    ben: Student,
    gus: Student,
    partnership: Partnership,
    browsers: dict[str, Client],
) -> dict[str, str | int]:
    """The values of the parameters of addresses. Ana has sent a note in the second round and begun another; Ben is
    in both."""
    round = open_round(classroom)
    open_round(gus.classroom)
    note = hand_in(ana, round, great={ben: ["kind"]})
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    rule = rules.add_rule(classroom=classroom, kind="good_idea", students=[ana, ben], by=owner_of(classroom), now=NOW)
    check_ins.ask_for_help(student=ana, partnership=partnership, now=NOW)
    browsers["ana"].post(reverse("partners:note_great"), {"student": ben.key})
    link_for(classroom)
    invitation = Invitation.objects.get()
    return {
        "key": classroom.key,
        "code": classroom.code,
        "side": "great",
        "student_key": ana.key,
        "language": "es",
        "place": 0,
        "number": round.number,
        "version": 1,
        "names": mark_of(queries.names_shown(classroom.students.here())),
        "note_key": note.key,
        "check_in_key": CheckIn.objects.get(student=ana).key,
        "flag_key": SafetyFlag.objects.get(classroom=classroom).key,
        "rule_key": rule.key,
        "move_key": "say_it_back",
        "draft_key": looking_over(classroom).key,
        "plan_key": plan_of(round, [ana, ben]).key,
        "partnership_key": partnership.key,
        "invitation_key": invitation.key,
    }


def address_of(name: str, named: dict[str, str | int]) -> str:
    [(space, wanted)] = [(space, wanted) for found, space, wanted in addresses(get_resolver()) if found == name]
    return reverse(f"{space}{name}", kwargs={key: named[key] for key in wanted})


def got(response: HttpResponseBase) -> str:
    """A cell of the table: the status, or the URL name of the page to which the answer redirects."""
    if response.status_code != 302:
        return str(response.status_code)
    return str(resolve(response["Location"].split("?")[0].split("#")[0]).url_name)


def ask(client: Client, method: str, address: str) -> str:
    """What the actor gets for a request (see `got`). Rows in the database and the browser's cookies are restored
    afterwards."""
    before = deepcopy(client.cookies)
    with transaction.atomic():
        answer = got(client.generic(method, address, "csrfmiddlewaretoken=x", "application/x-www-form-urlencoded"))
        transaction.set_rollback(True)
    client.cookies = before
    return answer


def test_every_address_answers_each_actor_as_the_table_says(
    browsers: dict[str, Client], named: dict[str, str | int]
) -> None:
    wrong = []
    for row in rows():
        address = address_of(row.name, named)
        for actor, client in browsers.items():
            if (answer := ask(client, row.method, address)) != row.cells[actor]:
                wrong.append(f"{row.name} {row.method} {actor}: {answer}, not {row.cells[actor]}")
    assert wrong == []
