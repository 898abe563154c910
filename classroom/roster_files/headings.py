"""Tells what a column holds by its heading, in the languages that school systems and families write."""

import re
from functools import lru_cache

from classroom.names import fold

from .shapes import NAMES, Kind

# Words that only say whose column it is.
_FILLERS = {
    *("student", "students", "pupil", "pupils", "child", "children", "learner", "scholar", "legal", "s", "the", "of"),
    *("alumno", "alumna", "alumnos", "estudiante", "estudiantes", "eleve", "eleves", "schuler", "schulerin", "kind"),
    *("aluno", "alunos", "alunno", "alunni", "leerling", "leerlingen", "uczen", "elev"),
}

_PHRASES = {
    Kind.NAME: """
        name|names|full name|display name|first last|last first|first last name|
        last first name|first and last name|last name first name|
        name last first|name first last|first name last name|class list|roster|
        nombre|nombres|nombre completo|nombre y apellido|nombre y apellidos|apellidos y nombre|apellidos y nombres|
        nom|nom complet|nom et prenom|nom prenom|prenom et nom|prenom nom|name vorname|vorname name|
        nome|nome completo|naam|volledige naam|imie i nazwisko|nazwisko i imie|namn|navn|nimi|
        姓名|名字|氏名|名前|이름|성명|الاسم|اسم|اسم الطالب|اسم الطالبة|الاسم الكامل|ho va ten|ho ten|фио|имя и фамилия|
        фамилия имя|pangalan|isim|ad soyad|adi soyadi|non konple|magaca|शिष्य का नाम|नाम|שם|שם מלא
    """,
    Kind.FIRST: """
        first|first name|firstname|given name|given names|given|forename|forenames|fname|first names|
        primer nombre|prenom|prenoms|vorname|vornamen|rufname|primeiro nome|voornaam|roepnaam|imie|fornamn|fornavn|
        etunimi|名|이름|الاسم الاول|ten|имя|ім я|unang pangalan|adi|שם פרטי|siyati premye
    """,
    Kind.LAST: """
        last|last name|lastname|surname|family name|family|lname|last names|surnames|
        apellido|apellidos|primer apellido|nom de famille|nachname|familienname|zuname|sobrenome|apelido|cognome|
        achternaam|nazwisko|efternamn|etternavn|efternavn|sukunimi|姓|성|اسم العائلة|اللقب|العائلة|ho|фамилия|прізвище|
        apelyido|soyadi|siyati|שם משפחה
    """,
    Kind.ID: """
        id|sourced id|id number|number|local id|sis id|state id|school id|district id|unique id|student number|
        person id|user id|matricula|identificador|identifiant|numero|nummer|schulernummer|numer|学号|學號|رقم الطالب|
        ssid|lasid|sasid|uic|ncid|external id
    """,
    Kind.GRADE: """
        grade|grades|gr|grade level|grade band|current grade|year|year level|year group|level|
        grado|curso|ano|niveau|annee|klassenstufe|jahrgang|jahrgangsstufe|stufe|serie|groep|年级|年級|학년|الصف|
        khoi|baitang|sinif|klas
    """,
    Kind.GROUP: """
        class|class name|classroom|room|home room|homeroom|home room teacher|homeroom teacher|hr|section|section name|
        period|course|course name|teacher|teacher name|group|
        clase|classe|klasse|turma|klasa|lop|班级|班級|반|الفصل|grupo|gruppe|profesor|maestra|lehrer
    """,
    Kind.NUMBERING: "no|nr|num|n|row|line|pos|lfd nr|序号",
}
_BY_PHRASE = {
    fold(phrase.strip()): kind
    for kind, phrases in _PHRASES.items()
    for phrase in phrases.replace("\n", "").split("|")
    if phrase.strip()
}

NEVER_KEPT = "Sign-in details and e-mail addresses of children are never kept here."
BIRTH = "A birth date is not needed to plan partners."
CONTACT = "Addresses, phone numbers and families’ details are not needed to plan partners."
CONFIDENTIAL = "This says something confidential. If it matters for partners, set it under Considerations."
NOT_NEEDED = "This is not needed to plan partners."

_WORDS = {
    (Kind.NEVER, NEVER_KEPT): """
        email mail correo courriel password passwd pwd pass passwort kennwort contrasena clave senha haslo passcode pin
        login username
    """,
    (Kind.SENSITIVE, BIRTH): """
        birth birthday birthdate dob born age naissance nacimiento nascimento geburtsdatum geburtstag
    """,
    (Kind.SENSITIVE, CONTACT): """
        phone phones telephone tel mobile cell sms fax address street city zip postcode postal contact contacts
        guardian guardians parent parents mother father mom dad mum emergency relationship
        telefono telefon direccion adresse endereco padre madre eltern
    """,
    (Kind.SENSITIVE, CONFIDENTIAL): """
        ell el els esl eld lep eal mll elpa wida bilingual language languages iep 504 sped ses swd disability
        disabilities special accommodation accommodations modifications health medical medication allergy allergies
        diagnosis behavior behaviour discipline suspensions gender sex pronoun pronouns sexo genero geschlecht sexe
        ethnicity race religion immigrant migrant homeless foster lunch frl farms frpl gifted tag gpa score scores
        lexile rti mtss citizenship nationality retained
    """,
    (Kind.SENSITIVE, NOT_NEEDED): "ssn social passport insurance photo picture",
}
_BY_WORD = {word: found for found, words in _WORDS.items() for word in words.split()}
_WHOLE = {
    "user name": (Kind.NEVER, NEVER_KEPT),
    "mot de passe": (Kind.NEVER, NEVER_KEPT),
    "english learner": (Kind.SENSITIVE, CONFIDENTIAL),
    "english proficiency": (Kind.SENSITIVE, CONFIDENTIAL),
    "sourced ids": (Kind.LEFT_OUT, ""),
}
LONGEST_HEADING = 60
# Headings that are people's names, too.
_ALSO_NAMES = {"ho", "ten", "adi", "non", "naam"}


@lru_cache(maxsize=1024)
def kind_of(heading: str) -> tuple[Kind, str]:
    """The kind of a column with this heading, and the reason why it is left out where it is sensitive."""
    text = _plain(heading)
    words = text.split()
    for phrase, found in _WHOLE.items():
        if phrase in text:
            return found
    for word in words:
        if word in _BY_WORD:
            return _BY_WORD[word]
    return _BY_PHRASE.get(text) or _BY_PHRASE.get(_without_fillers(words), Kind.LEFT_OUT), ""


def _plain(heading: str) -> str:
    """The heading in plain words: givenName, Given_Name and GIVEN NAME all become given name."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading[:LONGEST_HEADING])
    return fold(re.sub(r"[_#:.,()|&+]+", " ", parted))


def _without_fillers(words: list[str]) -> str:
    rest = " ".join(word for word in words if word not in _FILLERS)
    return rest or ("name" if words else "")


def hits(cells: tuple[str, ...]) -> int:
    """How many headings this line has, if it says where the names are; otherwise 0."""
    filled = [cell for cell in cells if cell]
    known = [kind for cell in filled if (kind := kind_of(cell)[0]) is not Kind.LEFT_OUT]
    says_names = any(kind in NAMES for kind in known)
    if len(known) == 1 and any(fold(cell) in _ALSO_NAMES for cell in filled):
        return 0
    return len(known) if says_names and 2 * len(known) >= len(filled) else 0
