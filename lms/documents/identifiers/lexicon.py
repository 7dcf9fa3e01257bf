"""Words that decide whether a capital letter stands for somebody's name: our own short lists, all in lower case."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "dr dr. doctor mr mr. mrs mrs. ms ms. miss mx mx. prof prof. professor rev rev. reverend rabbi imam sgt sgt. capt capt. lt lt. col. sen. gov. hon. sir madam sr. fr. señora senora senor"
)
"""Before a name, always."""
ROLES = _words(
    "nurse officer judge coach pastor father sister brother mother aunt auntie uncle grandma grandpa grandmother grandfather "
    "deacon detective sheriff deputy sergeant captain lieutenant colonel senator mayor counselor attorney agent mom dad cousin"
)
"""Before a name, or a word of its own."""
KIN = _words(
    "wife husband partner son daughter sister brother mother father mom dad mum friend boyfriend girlfriend fiance fiancee aunt "
    "uncle cousin nephew niece grandmother grandfather grandson granddaughter stepfather stepmother stepson stepdaughter boss "
    "supervisor neighbor roommate ex ex-wife ex-husband coworker colleague manager employer landlord teacher pastor sponsor "
    "therapist psychiatrist prescriber physician doctor nurse dentist lawyer client patient named called"
)
DOES = _words(
    "said says say reported reports told tells stated states denied denies endorsed endorses described describes presented presents "
    "arrived arrives felt feels asked asks called calls cried cries wept noted notes agreed agrees declined declines wants wanted "
    "came comes went goes sat sits lay lies spoke speaks talked talks smiled laughed replied answered explained mentioned shared "
    "admitted identified appeared appears seemed seems thinks thought believes believed knows knew remembers remembered recalls "
    "recalled hopes hoped worries worried wakes woke sleeps slept drinks drank lives lived works worked has had is was will would "
    "could can did does took takes gave gives left leaves moved returned returns met meets wrote writes texted phoned emailed "
    "continues continued became becomes started stopped received completed rated scored struggles struggled loves loved married "
    "died missed lost found heard canceled cancelled attended helped drove joined brought kept stayed held looked used uses needs needed tried tries signed and who whose"
)
"""What follows somebody's name at the beginning of a sentence."""
SPEAKS = DOES - _words(
    "is was will would could can did does has had and who whose states notes hopes works leaves lies uses"
)
"""The same after a word that is also a thing: "Grace said", but not "Hope is"."""
SURELY_NAMES = _words(
    "adam adrian agnes alex alexander amy andrew anna anthony ben billy bobby brian charlie chris christina clark claire curtis dan "
    "daniel danny dave david dean duncan ed eddie emily emma eric frank fred gene george hans harry helen henry jackie jacques jake "
    "james jane jason jean jeff jennifer jenny jerry jessica jim jimmy joe john johnny jonathan jose joseph joshua juan julian karen "
    "kate katie keith kelly kevin kim kyle larry laura lillian linda lisa liz louis lucy luke maria marie martin mary matt matthew "
    "max michael michelle mike miles molly nancy nathan neil nicholas nick noah oliver oscar pam patricia paul paula peter phil "
    "philip rachel ralph randall raymond rebecca richard robert robin roger ron ryan sally sam samantha samuel sandra sandy sarah scott "
    "sean sebastian sharon simon sophia stephen steve steven sue susan taylor ted teddy terry thomas tim timothy tom tommy tony tracy "
    "tyler victor vincent vivian walter wendy william ethan jack margaret elizabeth catherine edward arthur "
    "priya anjali rahul arjun sanjay deepa lakshmi ananya vikram mohammed muhammad ahmed fatima aisha omar yusuf ibrahim khalid layla "
    "zainab hassan ali leila wei ming jing xiao mei hiroshi yuki kenji sakura haruto minh linh thuy nguyen duc siobhan niamh aoife "
    "saoirse cillian padraig oisin olufemi chidi ngozi chinedu adaeze kwame kofi amara folake thabo nomvula svetlana dmitri olga ivan "
    "katarzyna wojciech agnieszka bjorn ingrid astrid lars sven giulia matteo lorenzo francesca joao thiago beatriz mateo lucia "
    "valentina camila ximena guadalupe javier alejandro mehmet ayse emre yael avi noa shira tariq nadia samir rania parisa dariush"
)
"""Also words of a dictionary, or of no American list; with a capital they are names."""
NO_NAMES = _words(
    "an so in my see else are do to any many man ok of no or go be so as at on by he she we it you they the a i in if is was not but "
    "for and this that these those all some most more less when while after before during since until then there here what who why "
    "how where with without from into over under again also both each her his their our your its mr ms dr day week month year hour "
    "plan goal goals dose doses session sessions client patient therapist mood affect sleep risk safety note notes next no yes none "
    "today yesterday tomorrow tonight early late last first second third new old case class stage item score scale test part page major "
    "king queen prince princess lady love honey baby precious numbers green brown white black gray grey blue red gold silver"
)
PLACE_AFTER = _words("in at near from around outside to toward through across downtown leaving visiting via of")
SURELY_PLACE_AFTER = _words("in near around outside downtown across visiting throughout")
KNOWN = _words(
    # of a country, a people, a religion, a state or larger
    "america american americans africa african europe european asia asian english spanish french german italian chinese japanese "
    "korean vietnamese indian mexican latino latina latinx hispanic black white caucasian native indigenous canadian canada mexico "
    "british britain england ireland irish scotland scottish wales germany france italy spain china japan korea vietnam india russia "
    "russian ukraine ukrainian poland polish brazil brazilian israel israeli iran iraq afghanistan afghan syria syrian arab arabic turkish turkey "
    "greek greece dutch swedish norwegian danish finnish swiss australia australian filipino philippines cuban haitian puerto rico "
    "rican jewish christian catholic protestant muslim islam buddhist hindu sikh mormon baptist methodist lutheran evangelical quaker "
    "judaism christianity buddhism hinduism jehovah bible quran torah zen god jesus christ buddha allah christlike north south east "
    "west northern southern eastern western midwest midwestern pacific atlantic earth "
    "alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa kansas kentucky "
    "louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada hampshire jersey ohio "
    "oklahoma oregon pennsylvania rhode tennessee texas utah vermont wisconsin wyoming york mexico carolina dakota "
    # medicines, instruments and their authors, law, science
    "ketamine esketamine spravato ketalar zoloft prozac lexapro celexa paxil effexor wellbutrin cymbalta remeron abilify seroquel "
    "zyprexa risperdal lamictal depakote lithium xanax ativan klonopin valium ambien trazodone adderall ritalin vyvanse suboxone "
    "naltrexone vivitrol narcan zofran ondansetron lisinopril metoprolol clonidine propranolol gabapentin neurontin lyrica tylenol "
    "advil benadryl synthroid metformin ozempic sertraline fluoxetine escitalopram citalopram venlafaxine bupropion duloxetine "
    "mirtazapine lamotrigine quetiapine aripiprazole lorazepam clonazepam alprazolam diazepam midazolam psilocybin mdma ayahuasca "
    "beck hamilton montgomery asberg columbia likert young edinburgh pittsburgh epworth ramsay glasgow mallampati minnesota "
    "alzheimer alzheimers parkinson parkinsons huntington asperger tourette down bipolar crohn crohns hashimoto hashimotos graves "
    "gestalt jungian jung freud freudian rogers rogerian socratic rorschach hakomi bowlby winnicott maslow erikson yalom linehan "
    "krystal domino zanos zarate hippocratic belmont tarasoff schedule medicare medicaid medi-cal hipaa google zoom youtube spotify "
    "facebook instagram whatsapp uber lyft amazon netflix apple microsoft android iphone wifi bluetooth covid latin internet "
    "spring summer fall autumn winter likert-type hrv psychedelic-assisted acceptance commitment hopkins mozart bach beethoven "
    "adhd cbt dbt emdr ssri snri reiki tai chi yoga pilates kundalini vipassana ifs"
)
"""Capitalized by themselves, and nobody's."""
STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|"
    "Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|"
    "New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    "South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
)
STATE_CODES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|"
    "TN|TX|UT|VT|VA|WA|WV|WI|WY|DC"
)
STATE_NAMES = frozenset(STATES.lower().split("|")) | {"new", "north", "south", "west", "rhode island", "puerto rico"}
CITIES = frozenset(
    [
        "albany",
        "albuquerque",
        "amarillo",
        "amsterdam",
        "anaheim",
        "anchorage",
        "ann arbor",
        "asheville",
        "athens",
        "atlanta",
        "augusta",
        "aurora",
        "austin",
        "bakersfield",
        "baltimore",
        "bangor",
        "baton rouge",
        "beaverton",
        "bellevue",
        "bellingham",
        "bend",
        "berkeley",
        "berlin",
        "billings",
        "birmingham",
        "bloomington",
        "boise",
        "boston",
        "boulder",
        "bozeman",
        "bridgeport",
        "bristol",
        "brooklyn",
        "buffalo",
        "burlington",
        "cambridge",
        "charleston",
        "charlotte",
        "chattanooga",
        "chicago",
        "cincinnati",
        "cleveland",
        "colorado springs",
        "columbus",
        "corvallis",
        "dallas",
        "dayton",
        "denver",
        "des moines",
        "detroit",
        "dublin",
        "duluth",
        "durham",
        "el paso",
        "eugene",
        "evanston",
        "fargo",
        "flagstaff",
        "fort collins",
        "fort wayne",
        "fort worth",
        "frankfurt",
        "fresno",
        "gainesville",
        "galveston",
        "grand rapids",
        "green bay",
        "greensboro",
        "gresham",
        "harlem",
        "hartford",
        "helena",
        "hillsboro",
        "hollywood",
        "honolulu",
        "houston",
        "huntsville",
        "indianapolis",
        "ithaca",
        "jacksonville",
        "kansas city",
        "knoxville",
        "lansing",
        "laramie",
        "las vegas",
        "leeds",
        "lexington",
        "lincoln",
        "little rock",
        "liverpool",
        "london",
        "long beach",
        "los angeles",
        "louisville",
        "lubbock",
        "madison",
        "manchester",
        "manhattan",
        "medford",
        "melbourne",
        "memphis",
        "mesa",
        "mexico city",
        "miami",
        "milwaukee",
        "minneapolis",
        "missoula",
        "mobile",
        "montreal",
        "montpelier",
        "mumbai",
        "nashville",
        "new haven",
        "new orleans",
        "new york city",
        "newark",
        "norfolk",
        "oakland",
        "oklahoma city",
        "olympia",
        "omaha",
        "orlando",
        "oxford",
        "palo alto",
        "paris",
        "pasadena",
        "philadelphia",
        "phoenix",
        "pittsburgh",
        "portland",
        "providence",
        "provo",
        "queens",
        "raleigh",
        "reno",
        "richmond",
        "rochester",
        "sacramento",
        "saint paul",
        "salem",
        "salt lake city",
        "san antonio",
        "san diego",
        "san francisco",
        "san jose",
        "santa barbara",
        "santa cruz",
        "santa fe",
        "santa monica",
        "sarasota",
        "savannah",
        "scottsdale",
        "scranton",
        "seattle",
        "shreveport",
        "sioux falls",
        "spokane",
        "springfield",
        "st. louis",
        "st. paul",
        "stockton",
        "sydney",
        "syracuse",
        "tacoma",
        "tallahassee",
        "tampa",
        "tempe",
        "toledo",
        "topeka",
        "toronto",
        "trenton",
        "tucson",
        "tulsa",
        "vancouver",
        "ventura",
        "vienna",
        "wichita",
        "wilmington",
        "winston-salem",
        "worcester",
        "yakima",
        "yonkers",
        "the bronx",
        "bronx",
        "staten island",
    ]
)
TOWNS_AND_WORDS = _words(
    "mobile bend providence phoenix queens augusta aurora buffalo helena salem mesa bristol oxford reading lincoln durham"
)
"""Towns that are said in another sense more often."""
GENERIC = _words(
    "the a an our my his her their your this that local state county city community general mental health behavioral pain sleep "
    "ketamine outpatient inpatient infusion psychiatric primary care urgent emergency medical center regional teaching university "
    "veterans va public private remote telehealth day night detox recovery rehab wellness women's children's family youth crisis "
    "homeless women childrens and of for training school high middle elementary charter technical junior senior vocational every "
    "any another each same one first second third next last old new current former partner nearby another's in at to from near "
    "walk-in mobile online free low-cost trauma eating disorder disorders addiction substance use treatment ketamine-assisted "
    "integrative holistic psychedelic church temple park library national central train bus gas police fire power space"
)
SMALL_WORDS = _words("de la las los del van von der den di da dos bin ibn al el st. st le mac")
MEASURED_BY = _words(
    "scale inventory test index score scores disease syndrome questionnaire interview criteria protocol method model rating depression "
    "anxiety mania severity checklist survey theory technique phenomenon reflex sign effect et"
)
