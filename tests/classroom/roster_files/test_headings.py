"""The headings of school systems and languages, each with what its columns are."""

import pytest

from classroom.roster_files import Meaning, guess, read_paste
from classroom.roster_files.headings import data, heading_of

FULL, TURNED, TWO, WORD = Meaning.FULL, Meaning.TURNED, Meaning.TURNED_TWO, Meaning.LAST_WORD
FIRST, LAST, CALLED, NUMBER = Meaning.FIRST, Meaning.LAST, Meaning.CALLED, Meaning.NUMBER
GRADE, GROUP, ROLE, STATUS = Meaning.GRADE, Meaning.GROUP, Meaning.ROLE, Meaning.STATUS
STARTS, ENDS, NO = Meaning.STARTS, Meaning.ENDS, Meaning.UNUSED

# Values that fit each meaning, for three children.
VALUES = {
    FULL: ("Ana Ruiz", "Ben Cohen", "Cleo Adams"),
    TURNED: ("Ruiz Ana", "Cohen Ben", "Adams Cleo"),
    TWO: ("Ruiz Mora Ana", "Cohen Levi Ben", "Adams Lee Cleo"),
    WORD: ("Nguyễn Thị Mai", "Trần Văn Bình", "Lê Hoàng Anh"),
    FIRST: ("Ana", "Ben", "Cleo"),
    LAST: ("Ruiz", "Cohen", "Adams"),
    CALLED: ("Anita", "", "Cle"),
    NUMBER: ("70011", "70012", "70013"),
    GRADE: ("2", "2", "3"),
    GROUP: ("Room 12", "Room 12", "Room 14"),
    ROLE: ("Student", "Student", "Student"),
    STATUS: ("Active", "Active", "Withdrawn"),
    STARTS: ("2026-08-20", "2026-08-20", "2026-08-20"),
    ENDS: ("", "", "2026-09-15"),
    NO: ("x", "y", "x"),
}

SYSTEMS = {
    "PowerSchool": (
        "Student_Number=NUMBER|Last_Name=LAST|First_Name=FIRST|Grade_Level=GRADE|Home_Room=GROUP|Enroll_Status=STATUS"
    ),
    "PowerSchool, one name": "student_number=NUMBER|lastfirst=TURNED|grade_level=GRADE|gender=NO|dob=NO",
    "Infinite Campus": (
        "personID=NO|studentNumber=NUMBER|lastName=LAST|firstName=FIRST|middleName=NO|grade=GRADE|"
        "homeroomTeacher=GROUP|startDate=STARTS|endDate=ENDS"
    ),
    "Infinite Campus, ad hoc": (
        "student.studentNumber=NUMBER|student.lastName=LAST|student.firstName=FIRST|student.grade=GRADE"
    ),
    "Skyward": "Other ID=NUMBER|Stu Full Name=FULL|Gr=GRADE|Adv=GROUP",
    "Skyward, parts": "Stu Last Name=LAST|Stu First Name=FIRST|Grade=GRADE|Homeroom=GROUP",
    "Synergy": "Sis Number=NO|Perm ID=NUMBER|Student Name=FULL|Grade=GRADE|Homeroom=GROUP",
    "Aeries": "Student ID=NUMBER|Last Name=LAST|First Name=FIRST|Middle Name=NO|Grd=GRADE|Tch=GROUP",
    "Aeries, fields": "STU.ID=NUMBER|STU.LN=LAST|STU.FN=FIRST|STU.GR=GRADE",
    "Aspen": "Local ID=NUMBER|Name=FULL|YOG=NO|Homeroom=GROUP|Grade=GRADE",
    "Aspen, Massachusetts": "LASID=NUMBER|SASID=NO|Last name=LAST|First name=FIRST|Grade level=GRADE",
    "Clever": (
        "School_id=NO|Student_id=NO|Student_number=NUMBER|State_id=NO|Last_name=LAST|Middle_name=NO|"
        "First_name=FIRST|Grade=GRADE|IEP_status=NO"
    ),
    "ClassLink": "sourcedId=NUMBER|givenName=FIRST|familyName=LAST|grades=GRADE|role=ROLE|status=STATUS",
    "Google Classroom": "Last Name=LAST|First Name=FIRST|Email Address=NO",
    "Google Forms": "Timestamp=NO|Email Address=NO|What is your name?=FULL|Who would make a great partner?=NO",
    "Canvas": "Student=FULL|ID=NO|SIS User ID=NUMBER|SIS Login ID=NO|Section=GROUP|Essay 1 (991)=NO",
    "Schoology": "First Name=FIRST|Last Name=LAST|Unique User ID=NUMBER|School=NO",
    "Moodle": "First name=FIRST|Surname=LAST|ID number=NUMBER|Email address=NO",
    "Brightspace": "OrgDefinedId=NUMBER|Last Name=LAST|First Name=FIRST",
    "SIMS": "UPN=NUMBER|Legal Surname=LAST|Legal Forename=FIRST|Reg=GROUP|Year=GRADE",
    "SIMS, short": "Adno=NUMBER|Surname=LAST|Forename=FIRST|Reg Group=GROUP|Year Group=GRADE",
    "Arbor": (
        "Arbor Student ID=NUMBER|Legal First Name=FIRST|Legal Last Name=LAST|"
        "Preferred First Name=CALLED|Registration Form=GROUP|Year Group=GRADE"
    ),
    "Bromcom": "Student ID=NUMBER|Surname=LAST|Forename=FIRST|Tutor Group=GROUP|Year Group=GRADE",
    "iSAMS": "School ID=NUMBER|Forename=FIRST|Surname=LAST|Preferred Name=CALLED|Form=GROUP|Year Group=GRADE",
    "FACTS": "Student: First Name=FIRST|Student: Last Name=LAST|Student: Grade Level=GRADE",
    "enrollment": "Student Number=NUMBER|Last Name=LAST|First Name=FIRST|Enrollment Status=STATUS|Exit Date=ENDS",
    "preferred": "Student ID=NUMBER|Last Name=LAST|First Name=FIRST|Preferred First Name=CALLED|Grade=GRADE",
}
LANGUAGES = {
    "Spanish": "Matrícula=NUMBER|Apellidos=LAST|Nombre=FIRST|Grado=GRADE|Grupo=GROUP",
    "Spanish, two last names": "Primer apellido=LAST|Segundo apellido=LAST|Nombre=FIRST|Curso=GRADE",
    "Spanish, one column": "Apellidos y nombres=TWO|Grado=GRADE",
    "Spanish, first name first": "Nombre y apellidos=FULL|Clase=GROUP",
    "French": "Nom=LAST|Prénom=FIRST|Né(e) le=NO|Classe=GROUP|Niveau=GRADE",
    "French, one column": "Nom et prénom=TURNED|Classe=GROUP",
    "French, whole name": "Nom de l’élève=FULL|Classe=GROUP",
    "Portuguese": "N.º=NO|Nome do Aluno=FULL|Turma=GROUP|Ano=GRADE",
    "Portuguese, parts": "Nome=FIRST|Sobrenome=LAST|Turma=GROUP",
    "Russian": "№ п/п=NO|Фамилия=LAST|Имя=FIRST|Класс=GROUP",
    "Russian, one column": "ФИО=TURNED|Класс=GROUP",
    "Russian, in words": "Фамилия Имя=TURNED|Класс=GROUP",
    "Vietnamese": "STT=NO|Họ và tên=WORD|Lớp=GROUP|Ngày sinh=NO",
    "Vietnamese, parts": "Họ=LAST|Tên=FIRST|Lớp=GROUP",
    "Chinese": "学号=NUMBER|姓名=FULL|性别=NO|年级=GRADE|班级=GROUP",
    "Chinese, traditional": "座號=NO|姓名=FULL|年級=GRADE|班級=GROUP",
    "Arabic": "الرقم=NUMBER|اسم الطالب=FULL|الصف=GRADE|الفصل=GROUP",
    "Arabic, parts": "الاسم الأول=FIRST|اسم العائلة=LAST|الصف=GRADE",
    "Haitian Creole": "Non=FIRST|Siyati=LAST|Klas=GRADE",
    "Haitian Creole, one column": "Non konplè=FULL|Klas=GRADE",
    "German": "Lfd. Nr.=NO|Name=LAST|Vorname=FIRST|Klasse=GROUP|Geburtsdatum=NO",
    "German, one column": "Name, Vorname=TURNED|Klasse=GROUP",
    "Italian": "Cognome=LAST|Nome=FIRST|Classe=GROUP",
    "Italian, one column": "Cognome e nome=TURNED|Classe=GROUP",
    "Dutch": "Leerlingnummer=NUMBER|Roepnaam=FIRST|Tussenvoegsel=LAST|Achternaam=LAST|Groep=GRADE",
    "Polish": "Lp.=NO|Nazwisko=LAST|Imię=FIRST|Klasa=GROUP",
    "Polish, one column": "Nazwisko i imię=TURNED|Klasa=GROUP",
    "Czech": "Příjmení=LAST|Jméno=FIRST|Třída=GROUP",
    "Slovak": "Priezvisko=LAST|Meno=FIRST|Trieda=GROUP",
    "Hungarian": "Sorszám=NO|Név=TURNED|Osztály=GROUP",
    "Romanian": "Nr. crt.=NO|Numele și prenumele=TURNED|Clasa=GROUP",
    "Croatian": "Prezime=LAST|Ime=FIRST|Razred=GRADE",
    "Ukrainian": "Прізвище=LAST|Ім’я=FIRST|Клас=GROUP",
    "Greek": "Α/Α=NO|Επώνυμο=LAST|Όνομα=FIRST|Τάξη=GRADE",
    "Swedish": "Efternamn=LAST|Förnamn=FIRST|Klass=GROUP|Personnummer=NO",
    "Norwegian": "Etternavn=LAST|Fornavn=FIRST|Klassetrinn=GRADE",
    "Finnish": "Sukunimi=LAST|Etunimi=FIRST|Luokka=GROUP",
    "Turkish": "S.No=NO|Öğrenci No=NUMBER|Adı Soyadı=FULL|Sınıf=GROUP",
    "Hebrew": "שם משפחה=LAST|שם פרטי=FIRST|כיתה=GRADE",
    "Farsi": "ردیف=NO|نام=FIRST|نام خانوادگی=LAST",
    "Japanese": "出席番号=NO|氏名=FULL|学年=GRADE|組=GROUP",
    "Korean": "번호=NO|성명=FULL|학년=GRADE|반=GROUP",
    "Hindi": "क्रमांक=NO|छात्र का नाम=FULL|कक्षा=GRADE",
    "Thai": "เลขที่=NO|ชื่อ-นามสกุล=FULL|ชั้น=GRADE",
    "Indonesian": "No=NO|NIS=NUMBER|Nama Siswa=FULL|Kelas=GROUP",
    "Tagalog": "LRN=NUMBER|Apelyido=LAST|Pangalan=FIRST|Baitang=GRADE",
    "Somali": "Magaca ardayga=FULL|Fasalka=GRADE",
}


def expected(line: str) -> list[tuple[str, Meaning]]:
    pairs = [column.rpartition("=") for column in line.split("|")]
    return [(heading, globals()[meaning]) for heading, _, meaning in pairs]


@pytest.mark.parametrize("line", [*SYSTEMS.values(), *LANGUAGES.values()], ids=[*SYSTEMS, *LANGUAGES])
def test_the_columns_of_a_system_are_known_by_their_headings(line: str) -> None:
    columns = expected(line)
    rows = ["\t".join(heading for heading, _ in columns)]
    counted = [heading for heading, meaning in columns if meaning is NO][:1]
    for child in range(3):
        cells = [
            f"{child + 1}" if heading in counted and line.startswith(heading) else VALUES[meaning][child]
            for heading, meaning in columns
        ]
        rows.append("\t".join(cells))
    [table] = read_paste("\n".join(rows)).tables
    layout = guess(table)
    assert layout.headings == 1
    assert list(zip([heading for heading, _ in columns], layout.columns, strict=True)) == columns


def test_no_heading_stands_twice_in_one_section() -> None:
    for section, groups in data().items():
        phrases = [part.strip() for text in groups.values() for part in text.split("|")]
        assert [phrase for phrase in set(phrases) if phrases.count(phrase) > 1] == [], section


@pytest.mark.parametrize("heading", ["Ana Ruiz", "Room", "Quiz 1", "", "...", "2", "Magic"])
def test_other_words_are_no_names(heading: str) -> None:
    found = heading_of(heading)
    assert found is None or found.meaning not in (FULL, FIRST, LAST, TURNED)
