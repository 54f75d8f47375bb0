//! Given names that are common in England and mean nothing else in a note, and some that mean
//! other things as well. Facts of the language, in small letters, by the alphabet.

/// Names that are names wherever they stand.
pub(super) const NAMES: &str = "\
    aaliyah aaron abdul abigail adam adrian ahmed aiden aisha alan albert alex alexander alexandra \
    alfie ali alice alison amelia amina amira amy ana andrea andrew andy angela anita ann anna \
    anne anthony archie arthur ayesha barbara becky ben benjamin beth bethany bianca blake bradley \
    brandon brian caitlin callum cameron carl carol caroline catherine charles charlie charlotte \
    chloe chris christine christopher ciara claire connor conor craig dan daniel danielle danny \
    darren david dawid debbie deborah declan denise dennis diana diane dominic donna dylan edward \
    eleanor elena elizabeth ella ellie elliot eloise emily emma erin esme ethan eva evan evelyn \
    evie ewan fatima finley fiona francesca fred freddie freya gareth gary gavin gemma geoff \
    george gillian graham greg hannah harriet harrison hassan hayley helen henry hugh ian ibrahim \
    imogen isaac isabel isabella isla isobel jacob jacqueline jake jamal james jamie jane janet \
    jason jayden jean jenna jennifer jenny jess jessica joanna joanne joe joel john jonathan \
    joseph josh joshua judith julia julie karen kate katherine kathryn katie kayleigh keith kelly \
    kerry kevin khadija kieran kim kimberley kirsty kyle lara laura lauren layla leah lee leo leon \
    lewis liam linda lisa logan louis louise luca lucas lucy luke lydia maisie malik mandy \
    margaret maria mariam marie martin mary maryam mateusz matilda matthew maya megan mia michael \
    michelle mike mohamed mohammad mohammed molly muhammad naomi natalie natasha nathan niamh \
    nicholas nicola nigel noah nora oliver olivia omar oscar owen pamela patricia patrick paul \
    paula peter phil philip phoebe priya rachel rebecca reece rhys richard robert roger ronan \
    rosemary rosie ryan sally sam samantha samuel sandra sara sarah scarlett sean sebastian seth \
    shannon sharon shaun shona simon sofia sophia sophie stacey stephanie stephen steve steven \
    stuart susan suzanne tara terry theo theresa thomas tia tim timothy tina toby tom tommy tony \
    tracey tyler vanessa wayne wendy william yasmin yusuf zach zachary zainab zara zoe \
";

/// Names that are words, months, towns or things as well: only before a surname or after a relation.
pub(super) const PERHAPS: &str = "\
    amber april ashley austin autumn bill bob brook brooke chase chelsea chester christian crystal \
    daisy dale dawn dean drew eden faith florence frank georgia glen grace grant guy harry hazel \
    heather holly hope hunter iris ivy jack jade jasmine jay jordan joy june kent kit lily lincoln \
    mark mason max may miles nick olive paige paris pat pearl penny poppy ray reuben rob robin \
    rose roy ruby scott sky skye stan sue summer taylor victoria violet will willow winter \
";
