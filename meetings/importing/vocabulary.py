"""Words that tell names, titles and organisations apart when the register knows none of them."""

import re


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GIVEN_NAMES = words("""
    agneta ahmed albin aleksandra alexander alexandra ali alice alva amanda amina amir ana anders andrea andreas anette
    angelica angelika anita ann anna annacarin anne anneli annelie annette annica annika ann-britt ann-charlotte
    ann-christin ann-marie ann-sofie anton arne arvid astrid axel barbro beata beatrice bengt benjamin berit bertil
    birgit birgitta björn bo boel britt britta britt-marie camilla carin carina carl carl-johan carolina caroline
    catarina catharina catrin cecilia charlotta charlotte christel christer christian christina christine christofer
    christoffer claes clara conny cristina dag dan daniel daniella david denise dennis desirée ebba edit edvin elena
    eleonor elias elin elina elisabet elisabeth ella ellen ellinor elsa elvira emanuel emelie emil emilia emma emmelie
    eric erica erik erika ester eva evelina eva-lena fabian fanny fatima felicia felix filip filippa frank fredric
    fredrik frida gabriel gabriella georg gerd greta gudrun gun gunilla gunnar gunnel gustaf gustav göran görel hampus
    hanna hannah hanne hans harald hassan hedvig helen helén helena helene heléne henric henrik henny hilda hjalmar
    håkan ida ina inga ingela inger ing-britt ing-marie ingegerd ingemar ingrid ingvar irene iris isabel isabella
    isabelle ivar jacob jakob jan janne jasmin jasmine jeanette jennie jenny jens jesper jessica jim jimmy joachim
    joakim johan johanna john johnny jon jonas jonathan jonna jonny josef josefin josefine julia jörgen kaj kajsa
    karin karina karl karolin karolina katarina katharina katja katrin kenneth kent kerstin kim kjell klara klas klaus
    kristian kristin kristina kristine kristoffer kurt lars lars-erik lasse laura leif lena lennart leo leon leyla
    liam lillemor lilian lina linda linn linnea linnéa lisa lisbeth liselott liselotte liv lorna lotta louise lova
    lovisa lucas ludvig lukas lydia madeleine magdalena magnus maj maja malin malte maria mariam mariana marianne
    marie marika marina mario markus marcus marita margareta maritha marita-ann martin martina mathias mathilda
    matilda mats mattias max maximilian melissa mia michael michaela mikael mikaela milan mimmi mina miriam moa
    mohamed mohammad mohammed mona monica monika märta måns nadia nadja nathalie natalie niclas nicklas niklas nils
    nina nora ola olivia olle olof olov oskar oscar ove patric patricia patrik paul paula paulina per per-olof pernilla
    pether peter petra petter pia pär rakel rebecca rebecka reza rickard rikard rita robert robin roger roland rolf
    ronja ronny roy rune saga sally samira samuel sandra sanna sara sarah sebastian selma signe sigrid simon siri siv
    sofia sofie solveig sonja staffan stefan stefanie stella sten stephanie stig stina sture sune susann susanna
    susanne suzanne svante sven sven-erik sverker sylvia sören tage tania tanja tea teresa terese theo therese theresia
    thomas thorbjörn tim tina tobias tom tomas tommy tora torbjörn tord tore torsten tove tuva tyra ulf ulla ulrica
    ulrik ulrika urban ursula valter vanja vera veronica veronika victor victoria vidar viktor viktoria vilhelm vilma
    viola viveca viveka wilhelm wilma william yasmin ylva yngve yusuf yvonne zahra zara åke åsa älva örjan
""")
PARTICLES = words("von af av de der den van la le di da dos del al el bin ibn zu ter")

TITLE_ENDINGS = (
    "chef", "chefen", "direktör", "direktören", "ledare", "koordinator", "samordnare", "strateg", "sekreterare",
    "läkare", "sköterska", "handläggare", "utvecklare", "konsult", "kurator", "psykolog", "terapeut", "rektor",
    "controller", "jurist", "pedagog", "ordförande", "ledamot", "utredare", "tjänsteperson", "tjänsteman", "barnmorska",
    "specialist", "rådgivare", "inspektör", "ansvarig", "ombud", "representant", "professor", "assistent", "dietist",
    "administratör", "biståndsbedömare", "kommunikatör", "arkitekt", "forskare", "föreståndare", "manager",
)  # fmt: skip
TITLE_WORDS = words("""
    tf tf. t.f. bitr bitr. biträdande stf stf. stf. avd avd. ansvarig administrativ medicinsk medicinskt ordf ordf.
    ordförande vice v. adj adj. adjungerad sekr sekr. sekreterare enhetsch. mas mar mla verksamhetsch. processl.
    tillförordnad senior förste 1:e 2:e
""")
NOT_A_NAME = words("""
    vård omsorg hälsa hälso socialtjänst social skola barn unga vuxna vuxen äldre medicin geriatrik psykiatri akut
    akutsjukvård hemtjänst hemsjukvård rehab rehabilitering habilitering kirurgi primärvård tandvård funktionsstöd
    individ familj familjeomsorg utbildning kultur fritid väst öst norr syd väster öster söder norra södra östra västra
    nordväst nordöst nordost sydväst sydöst sydost centrum område avdelning enhet verksamhet barnhälsa elevhälsa
    socialpsykiatri myndighet beroende neurologi ortopedi kvalitet utveckling teams zoom digitalt vakant politiskt
    vårdsamverkan göteborgsområdet kommunal regional delregional nära personal ekonomi
""")
# Boards, councils and functions are written like short names of organisations, but are none.
NO_ORGANISATIONS = words("lgs nosam vvg drn hr it fou mas mar mla sip samsa vip tf ok")

MUNICIPALITIES = words("""
    ale alingsås bengtsfors bollebygd borås dals-ed essunga falköping färgelanda grästorp gullspång göteborg götene
    herrljunga hjo härryda karlsborg kungsbacka kungälv lerum lidköping lilla lysekil mariestad mellerud munkedal
    mölndal orust partille skara skövde sotenäs stenungsund strömstad svenljunga tanum tibro tidaholm tjörn tranemo
    trollhättan töreboda uddevalla ulricehamn vara vårgårda vänersborg åmål öckerö stockholm malmö uppsala
""") - {"lilla", "vara"}  # fmt: skip
# Principals and associations: before them stands the unit that somebody works in.
PARENTS = MUNICIPALITIES | words("vgr västra-götalandsregionen västragötalandsregionen primör primor göteborgsregionen")
ORGANISATIONS = PARENTS | words("""
    capio närhälsan regionhälsan koncernkontoret praktikertjänst ptj aleris bräcke carlanderska carlanders kry attendo
    humana frösunda ambea vardaga nytida försäkringskassan arbetsförmedlingen kriminalvården polisen frivården
    brukarföreningen nsph folktandvården sahlgrenska vårdsamverkanskontoret habilitering allmäntandvård stad
""")
ORGANISATION_ENDINGS = (
    "förvaltning", "förvaltningen", "kontoret", "kommun", "kommunen", "kommunerna", "regionen", "sjukhus", "sjukhuset",
    "sjukhusen", "universitet", "universitetet", "högskola", "högskolan", "vårdcentral", "vårdcentralen", "hälsan",
    "läkarna", "kliniken", "förbundet", "förbund", "tandvården", "mottagningen", "bolaget", "nämnden", "nämnd",
    "kassan", "förmedlingen", "stiftelsen", "föreningen", "akuten", "doktorn",
)  # fmt: skip
NOT_ENDINGS = ("myndighetsnämnden",)

ABBREVIATIONS = words("tf t.f bitr stf avd adj ordf sekr spec v vice m.fl bl.a t.ex dr prof inkl exkl enh verks")
CONNECTIVES = words("i av och för på till vid inom samt / &")
CAPITALISED = re.compile(r"[^\W\d_][^\W\d_]*(?:[-'’´][^\W\d_]+)*\.?", re.UNICODE)
ACRONYM = re.compile(r"[A-ZÅÄÖ]{2,6}")
MIXED = re.compile(r"[A-ZÅÄÖ][A-Za-zåäö]*[a-zåäö][A-ZÅÄÖ]+[A-Za-zåäö]*")
MIXED_NAME = re.compile(r"(?:Mc|Mac|O'|O’|D'|De|Van|Von|La|Le|Di|Fitz|Abd)[A-ZÅÄÖ][a-zåäöéü]+")
LONGEST_WORD = 60


def bare(word: str) -> str:
    return word.strip(".,;:()[]*").casefold()


def is_title(word: str) -> bool:
    """'Socialchef', 'Tf.', 'adj.': no name goes on past it."""
    low = word.strip(",;:()").casefold()
    return low in TITLE_WORDS or bare(word).endswith(TITLE_ENDINGS)


def is_acronym(word: str) -> bool:
    """SU, ÄVO, BoU, PrimÖR, ANS/Sjukhusen: capitals where a name has none."""
    core = word.strip(".,;:()")
    if not core or len(core) > LONGEST_WORD:
        return False
    first = core.split("/")[0]
    if ACRONYM.fullmatch(first):
        return True
    return MIXED.fullmatch(first) is not None and MIXED_NAME.fullmatch(first) is None


def is_organisation(word: str) -> bool:
    """A word that by itself names an organisation, or begins or ends such a name."""
    low = bare(word)
    if low in NO_ORGANISATIONS or not low:
        return False
    return is_acronym(word) or low in ORGANISATIONS or low.rstrip("s") in ORGANISATIONS or has_ending(low)


def has_ending(low: str) -> bool:
    return low.endswith(ORGANISATION_ENDINGS) and low not in NOT_ENDINGS


def is_name_word(word: str) -> bool:
    """Capitalised, letters only, and neither a title nor a short name of an organisation."""
    core = word.strip(",;:()")
    if len(core) > LONGEST_WORD or not core[:1].isupper() or not CAPITALISED.fullmatch(core):
        return False
    initial = len(core) <= 2 and core.endswith(".")
    return initial or not (core.endswith(".") or is_title(word) or is_acronym(word) or core.isupper())


def is_given_name(word: str) -> bool:
    low = bare(word)
    return low in GIVEN_NAMES or ("-" in low and low.split("-")[0] in GIVEN_NAMES)


def is_no_name(word: str) -> bool:
    """A word that is capitalised in titles and organisations but is nobody's name."""
    low = bare(word)
    return low in NOT_A_NAME or is_organisation(word)
