/** Values of one attribute: how a word begins that names one of them (see `indexByStart`), and the pattern of each. */
export interface ValueClass {
  starts: string;
  values: Record<string, string>;
}

/**
 * Attributes of which a thing has one value at a time, by the words that name the value: an alert is red or orange, a
 * report PDF or CSV. A value is a piece of a regular expression over the text in lower case; what it matches is taken
 * out of the object.
 */
export const valueClasses: Record<string, ValueClass> = {
  colour: colours('red green blue yellow orange purple pink black white grey brown amber violet cyan magenta teal'),
  format: words(
    'pdf csv json xml yaml html markdown excel xlsx docx png jpeg svg webp gif zip parquet avro protobuf toml',
    '(?:(?:in|as|to|into) (?:an? |the )?#(?:[ -](?:format|files?|documents?|objects?|pages?|tables?|images?|spreadsheets?))?|an? #(?:[ -](?:format|file|document|export))?(?=\\s*$| (?:of|for|to|from|with|via)\\b))',
  ),
  encoding: words(
    'utf-8 utf-16 utf-32 ascii iso-8859-1 latin-1 base64 hex binary',
    '(?:(?:in|as|with) )?#(?: encoding)?',
  ),
  algorithm: words(
    'md5 sha-1 sha-256 sha-512 bcrypt scrypt argon2 argon2id pbkdf2 aes aes-128 aes-256 des 3des rsa gzip brotli zstd',
    '(?:with|using|by|as) #(?: (?:hash(?:es)?|algorithm))?',
  ),
  currency: {
    starts: 'euros us dollars usd pounds british gbp swiss chf yen jpy local own currency',
    values: {
      eur: '\\bin (?:euros?|eur)\\b',
      usd: '\\bin (?:us )?(?:dollars?|usd)\\b',
      gbp: '\\bin (?:pounds sterling|british pounds|gbp)\\b',
      chf: '\\bin (?:swiss francs|chf)\\b',
      yen: '\\bin (?:yen|jpy)\\b',
      own: '\\bin (?:the |their )?(?:local|own) currency',
    },
  },
  temperature: {
    starts: 'degrees celsius c fahrenheit f kelvin',
    values: {
      celsius: '\\bin (?:degrees? )?celsius|°c\\b',
      fahrenheit: '\\bin (?:degrees? )?fahrenheit|°f\\b',
      kelvin: '\\bin kelvin\\b',
    },
  },
  weight: {
    starts: 'kilograms kilos kg grams pounds lbs ounces oz',
    values: {
      kilogram: '\\bin (?:kilograms?|kilos?|kg)\\b',
      gram: '\\bin grams?\\b',
      pound: '\\bin (?:pounds|lbs?)\\b',
      ounce: '\\bin (?:ounces|oz)\\b',
    },
  },
  length: {
    starts: 'metres meters kilometres km miles feet foot centimetres cm inches',
    values: {
      metre: '\\bin (?:met(?:re|er)s?)\\b',
      kilometre: '\\bin (?:kilomet(?:re|er)s?|km)\\b',
      mile: '\\bin miles?\\b',
      foot: '\\bin (?:feet|foot)\\b',
      centimetre: '\\bin (?:centimet(?:re|er)s?|cm)\\b',
      inch: '\\bin inch(?:es)?\\b',
    },
  },
  measure: {
    starts: 'metric imperial',
    values: { metric: '\\bmetric(?: units?| system)?\\b', imperial: '\\bimperial(?: units?| system)?\\b' },
  },
  language: words(
    'english german french spanish italian portuguese chinese japanese dutch polish russian arabic',
    'in (?:the )?#(?: language)?',
    {
      starts: 'own preferred local language',
      values: {
        own: "(?:in )?(?:the )?(?:(?:user|recipient|customer|reader)'?s? )?(?:preferred |own |local )?language of (?:the |each |their )?[a-z]+|in (?:the |their |his )?(?:(?:user|recipient|customer|reader)'s|own|preferred|local) language",
      },
    },
  ),
  zone: {
    starts: 'utc gmt coordinated local own timezone',
    values: {
      utc: '(?:(?:in|as|to) )?(?:utc|gmt|coordinated universal time)\\b',
      local:
        "(?:(?:in|as|to) )?(?:the )?(?:(?:user|browser|viewer|customer|guest)'s )?(?:local time ?zone|local time(?: of the [a-z]+)?|own time ?zone|time ?zone of the [a-z]+)",
    },
  },
  clock: {
    starts: 'hour am',
    values: {
      '24': '(?:in )?(?:the )?24[- ]hour\\b(?: clock| format| notation)?',
      '12': '(?:in )?(?:the )?(?:12[- ]hour\\b(?: clock| format| notation)?|am/pm)(?: with am(?: and |/)pm)?',
    },
  },
  date: {
    starts: 'iso unix epoch yyyy',
    values: {
      iso: '(?:(?:as|in|to) )?iso[ -]?8601(?: format| strings?)?',
      unix: '(?:(?:as|in) )?(?:an? )?(?:unix|epoch)[ -](?:timestamps?|seconds|time|milliseconds)',
      dmy: '(?:(?:as|in) )?dd[/.-]mm[/.-]yyyy(?: format)?',
      mdy: '(?:(?:as|in) )?mm[/.-]dd[/.-]yyyy(?: format)?',
      ymd: '(?:(?:as|in) )?yyyy[/.-]mm[/.-]dd(?: format)?',
    },
  },
  order: {
    starts:
      'ascending descending first chronological a fifo lifo top bottom reverse z last from alphabetical order unsorted random',
    values: {
      up: '\\b(?:in )?(?:ascending(?: order)?|(?:oldest|earliest|least recent|lowest|smallest|cheapest|shortest)(?: [a-z]+)? first|from (?:the )?(?:oldest|earliest|lowest|smallest|cheapest|least recent)(?: [a-z]+)? to (?:the )?[a-z]+|(?:in )?(?<!reverse )chronological(?:ly)?(?: order)?|a to z|a-z\\b|first[- ]in[,-]? first[- ]out|fifo|(?:oldest|earliest)(?: [a-z]+)? (?:at|on) (?:the )?top|(?:newest|latest|most recent)(?: [a-z]+)? (?:at|on) (?:the )?bottom)',
      down: '\\b(?:in )?(?:descending(?: order)?|(?:newest|latest|most recent|highest|largest|longest|most expensive)(?: [a-z]+)? first|from (?:the )?(?:newest|latest|highest|largest|most recent|most expensive)(?: [a-z]+)? to (?:the )?[a-z]+|reverse chronological(?:ly)?(?: order)?|z to a|z-a\\b|last[- ]in[,-]? first[- ]out|lifo|(?:newest|latest|most recent)(?: [a-z]+)? (?:at|on) (?:the )?top|(?:oldest|earliest)(?: [a-z]+)? (?:at|on) (?:the )?bottom)',
      name: '\\b(?<!reverse )(?:in )?alphabetical(?:ly)?(?: order)?',
      unname: '\\b(?:in )?reverse alphabetical(?:ly)?(?: order)?',
      given: '\\b(?:in (?:the )?(?:original|given|insertion|same) order|unsorted|in (?:a )?random order|randomly)\\b',
      reversed: '\\bin reverse(?:d)? order',
    },
  },
  place: words(
    'top bottom left right center',
    '(?:at|on|to|in) (?:the )?(?:far |very )?#(?: (?:side|corner|edge|end))?',
    {
      starts: 'start beginning front head end back tail',
      values: {
        beginning: '(?:at|to) the (?:start|beginning|front|head)\\b',
        end: '(?:at|to) the (?:end|back|tail)\\b(?! of)',
      },
    },
  ),
  priority: words('high low medium normal urgent critical top', '(?:(?:with|at|of) )?(?:an? )?#(?:est|er)? priority'),
  severity: words('info warning error debug fatal trace', '(?:at|with) (?:the |an? )?#(?:[ -](?:level|severity))'),
  frequency: {
    starts:
      'real continuously constantly minute hourly hour daily nightly overnight day night evening morning weekly week monday tuesday wednesday thursday friday saturday sunday monthly month yearly annually year once',
    values: {
      continuous: '\\b(?:in real[- ]time|continuously|continually|constantly)\\b',
      minutely: '\\b(?:once (?:a|per|every)|every|each) minute\\b',
      hourly: '\\b(?:hourly|(?:once (?:an|per|every)|every|each) hour)\\b',
      daily:
        '\\b(?:daily|nightly|overnight|(?:once (?:a|per|every)|every|each) (?:day|night|evening|morning))(?: at [a-z0-9: ]+?)?(?=$|[,.;]| (?:to|for|by|in|with|and)\\b)',
      weekly:
        '\\b(?:weekly|(?:once (?:a|per|every)|every|each) (?:week|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\\b',
      monthly: '\\b(?:monthly|(?:once (?:a|per|every)|every|each) month|at (?:the )?month[- ]end)\\b',
      yearly: '\\b(?:yearly|annually|(?:once (?:a|per|every)|every|each) year)\\b',
    },
  },
  moment: {
    starts:
      'immediately instantly promptly once right straight without spot real soon no end close next following later overnight nightly midnight batch delay deferred eventually departure arrival delivery completion collection return maturity',
    values: {
      now: '\\b(?:immediately|instantly|promptly|at once|right away|straight away|without delay|without any delay|on the spot|in real[- ]time|as soon as possible|with no delay)\\b',
      later:
        '\\b(?:(?:only )?(?:at|by|until|till) (?:the )?(?:end|close) of (?:the |each |every )?(?:[a-z]+ )?[a-z]+|(?:until |till |to |at |on |in )?(?:the )?(?:next|following) (?:[a-z]+ )?(?:day|morning|week|month|cycle|run|time|evening|night)|later(?: on)?|overnight|nightly|once (?:a|per) (?:day|week|month)|at midnight|in (?:a |one )?(?:nightly |daily |weekly )?batch(?:es)?|with (?:a|some) delay|deferred|eventually|on (?:departure|arrival|delivery|completion|collection|return|maturity))\\b',
    },
  },
  letters: {
    starts: 'upper capitals lower small',
    values: {
      upper: '(?:in |to )?(?:upper[ -]?case|capitals|capital letters)',
      lower: '(?:in |to )?(?:lower[ -]?case|small letters)',
    },
  },
  window: {
    starts: 'tab window',
    values: { new: 'in a (?:new|separate) (?:tab|window)', same: 'in the (?:same|current) (?:tab|window)' },
  },
  layout: {
    starts: 'landscape portrait',
    values: { wide: '(?:in )?landscape', high: '(?:in )?portrait' },
  },
  direction: {
    starts: 'horizontally vertically',
    values: { across: '\\bhorizontally\\b', down: '\\bvertically\\b' },
  },
  source: {
    starts: 'cache database source origin server network',
    values: {
      cache: 'from (?:the |a |its )?(?:local )?cache',
      origin: 'from (?:the |its )?(?:database|source|origin|server|network)',
    },
  },
  storage: {
    starts: 'locally local own device disk premises remotely cloud remote server central',
    values: {
      local: '\\b(?:locally|on (?:the |their )?(?:local |own )?(?:device|disk|premises))\\b',
      remote: '\\b(?:remotely|(?:in|to) the cloud|on (?:a |the )?(?:remote |central )?servers?)\\b',
    },
  },
  weekday: words('monday tuesday wednesday thursday friday saturday sunday', '(?:on|with) #s?'),
  protocol: words(
    'http https ftp sftp websocket grpc graphql rest soap mqtt amqp',
    '(?:over|via|through|using|by) (?:plain )?#',
  ),
  backoff: {
    starts: 'linear exponential fixed constant',
    values: {
      growing: '\\b(?:with|using|in|at) (?:an? )?exponential(?:ly growing)? (?:back-?off|intervals?|delays?)',
      steady:
        '\\b(?:with|using|in|at) (?:an? )?(?:linear|fixed|constant|regular|equal) (?:back-?off|intervals?|delays?)',
    },
  },
  delivery: {
    starts: 'once',
    values: {
      exact: '\\bexactly once\\b',
      least: '\\bat least once\\b',
      most: '\\bat most once\\b',
    },
  },
  engine: words(
    'postgresql postgres mysql sqlite mongodb redis dynamodb oracle mariadb cassandra',
    '(?:in|using|with|on|to) (?:an? |the )?#(?: (?:database|table|instance|cluster))?',
  ),
  eviction: words('lru lfu fifo lifo', '(?:in|by|using|with) (?:an? |the )?#(?: (?:order|policy|strategy))?'),
  paper: words('a3 a4 a5 letter legal', '(?:in|on|as) #(?: (?:format|paper|size))'),
  size: words('small medium large', '(?:in|as|with) (?:an? |the )?#(?: (?:size|font|type|letters|print))'),
  weightOfType: words('bold italic regular', '(?:in|as) #(?: (?:type|font|text|letters|face))?'),
  quality: words('sd hd uhd 480p 720p 1080p 4k', '(?:in|at|as|with) (?:full )?#(?: (?:quality|resolution))?'),
  pressure: words('bar psi kpa pascal mmhg hpa', 'in #s?'),
  speed: {
    starts: 'kilometres kilometers km miles mph metres knots',
    values: {
      metric: '\\bin (?:kilomet(?:re|er)s per hour|km/h|kph)',
      imperial: '\\bin (?:miles per hour|mph)',
      second: '\\bin met(?:re|er)s per second',
      knots: '\\bin knots',
    },
  },
  volume: words('litres liters gallons millilitres milliliters pints', 'in #'),
  energy: words('kwh kilowatt-hours joules kilojoules kcal kilocalories calories', 'in #'),
  glucose: { starts: 'mg mmol', values: { mass: '\\bin mg/dl', moles: '\\bin mmol/l' } },
  endian: words('big little', '(?:in )?#[ -]endian(?: (?:order|format))?'),
  consistency: words('strong eventual', '(?:with )?#(?:ly)?(?: consisten(?:cy|t))'),
  persons: {
    starts: 'first last family given full',
    values: {
      first: '\\bby (?:the |their )?(?:first|given) name',
      last: '\\bby (?:the |their )?(?:last|family) name',
    },
  },
  theme: words('dark light', '(?:(?:the|a) )?#[ -](?:theme|mode)'),
};

/** Ways that a message can take at once, unless one of them is named as the only one. */
export const channels: ValueClass = words(
  'email sms text push phone letter slack webhook fax whatsapp post http https ftp sftp websocket grpc mqtt',
  '(?:by|via|through|over|as an?|using) (?:an? |plain )?#(?:[ -](?:messages?|notifications?|alerts?|calls?))?',
);

function colours(names: string): ValueClass {
  return words(names, '(?:in|as|to) (?:an? )?(?:bright |dark |light )?#(?: (?:colou?r|text|background|font|badge))?');
}

/** A pattern for each of the names, with the name in place of `#`. */
function words(names: string, pattern: string, more: Partial<ValueClass> = {}): ValueClass {
  const own = names
    .split(' ')
    .map((name) => [name, `\\b${pattern.replaceAll('#', `(?<![-/.])${spelled(name)}`)}(?![-/.\\w])`]);
  const starts = names.replace(/-?\d+/g, '').replace('grey', 'grey gray').replace('email', 'email mail');
  return { starts: `${starts} ${more.starts ?? ''}`.trim(), values: { ...Object.fromEntries(own), ...more.values } };
}

function spelled(name: string): string {
  const known: Record<string, string> = { grey: 'gr[ae]y', center: 'cent(?:er|re)', email: 'e-?mail' };
  return known[name] ?? name.replace(/-/g, '[ -]?');
}
