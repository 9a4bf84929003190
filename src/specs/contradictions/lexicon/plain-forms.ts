import type { Form } from '../rewrite.ts';
import { phrasalForms } from './phrasal-forms.ts';

const lead = '^((?:(?:not|never|always|only|also|then|automatically|immediately)\\s+)*)';
const noun = "((?:(?:the|an?|any|all|every|each|its|their)\\s+)?[\\w' -]+?)";

/** How a word begins that is there, what is said, and the plainest form of it, in the order in which they are tried. */
export const plainForms: readonly Form[] = [
  ...phrasalForms,
  // What goes on, and what is kept from somebody
  [
    'let allow permit have',
    /^((?:not )?)(?:let|allow|permit|have)s? ((?:(?:the|an?|each|every|all|any) )?(?:[\w'-]+ ){1,2}?)(?:to )?(run|continue|expire|lapse|play|proceed|go on|carry on|stop|end|finish|cool|dry|sleep|time out)s?(?: for up to)?(?=$| for\b| on\b| until\b| after\b| \d)/i,
    '$1$3 $2',
  ],
  ['keep', /^keeps? (.{1,40}?) from (?=the |all |any |every )(?!\w+ing\b)(.+)$/i, 'not notify $2 of $1'],
  [
    'leave keep',
    /^((?:not )?)(?:leave|keep)s? (unchanged|untouched|intact|unaltered|unmodified|open|closed|visible|hidden|enabled|disabled|locked|unlocked|active|private|public) (.+)$/i,
    '$1leave $3 $2',
  ],
  ['prohibit forbid disallow', /^(?:prohibit|forbid|disallow)s? (.+?) to (?=[a-z]+ )/i, 'not allow $1 to '],
  ['permanent', /^(?:make|render|keep)s? (.+?) permanent$/i, 'keep $1 for at least 1000 years'],
  ['quiet silent', /^(?:stay|remain|keep|be)s? (?:quiet|silent)$/i, 'mute'],
  ['sound noise', /^(?:make|emit|produce|give)s? (?:no|not any) (?:sound|noise)s?\b/i, 'mute'],
  ['day', /\bon the same (?:working |business )?day\b/i, 'within 1 day'],
  [
    'without',
    /^(?:not (?:accept|allow|permit|process|admit|start|take)|reject|refuse|decline|deny)s? (?:(?:an?|the|any|all) )?[\w-]+ (?:that come |that arrive )?without (?:(?:an?|the|any) )?(.+)$/i,
    'require $1',
  ],
  ['keep leave have', /^((?:not )?)(?:keep|leave|have)s? ((?:[\w'-]+ ){1,4}?)(?:on|lit)$/i, '$1leave $2enabled'],
  [
    'keep leave have',
    /^((?:not )?)(?:keep|leave|have)s? ((?:[\w'-]+ ){1,4}?)(?:off|dark|unlit)$/i,
    '$1leave $2disabled',
  ],
  // What something is done as
  [
    'draft',
    /^((?:not )?)(?:save|keep|store|leave)s? (.+?) as (?:an? )?(?:unpublished |private )?drafts?\b/i,
    '$1hold $2',
  ],
  ['rid strip', /^((?:not )?)(?:rid|strip)s? (.+?) of (?=[a-z])/i, '$1remove from $2 the '],
  ['subject', /^((?:not )?)be subject to\b/i, '$1require'],
  ['mandatory', /^make (.+?) (?:a )?mandatory$/i, 'require $1'],
  ['access', /^((?:not )?)(?:give|offer|provide)s? (.{1,40}?) (?:with )?access to\b/i, '$1grant $2 access to'],
  ['take', /^((?:not )?)take no notice of\b/i, '$1ignore'],
  ['effect', /^((?:not )?)(?:put|bring)s? (.+?) into effect$/i, '$1apply $2'],
  ['service', /^((?:not )?)(?:take|put)s? (.+?) out of (?:service|operation|use)$/i, '$1disable $2'],
  [
    'service',
    /^((?:not )?)(?:put|bring|return)s? (.+?) (?:back )?(?:in|into|to) (?:service|operation)$/i,
    '$1enable $2',
  ],
  ['hold', /^((?:not )?)(?:put|place)s? (.+?) on hold$/i, '$1pause $2'],
  [
    'display view screen',
    /^((?:not )?)(?:put|bring)s? (.+?) (?:on (?:the )?(?:display|screen)|into view)$/i,
    '$1show $2',
  ],
  // Duties and limits of somebody
  ['requires', /^((?:not )?)requires? (?:the |an? |all |every |each )?[\w-]+ to (?=[a-z])/i, '$1require '],
  [
    'limits',
    /^limits? (?:an? |the |each |every )?((?:user|customer|client|member|guest|reader|student|employee|visitor|account|team|tenant|person|player|buyer|subscriber)s?) to (?:at most |a maximum of )?(?=\d|two|three|four|five|six|seven|eight|nine|ten)/i,
    'allow the $1 to acquire at most ',
  ],
  [
    'allow permit give grant',
    /^(?:allow|permit|give|grant)s? (?:an? |the |each |every )?((?:user|customer|client|member|guest|reader|student|employee|visitor|account|team|tenant|person|player|buyer|subscriber)s?) (?=\d|at most|up to|no more than)/i,
    'allow the $1 to acquire ',
  ],
  ['to', /^((?:not |never )?)(?:instruct|tell|direct|command)s? (?:the |an? |all |every )?[\w-]+ to /i, '$1'],
  // Notices and letters
  [
    'to',
    /^((?:not |never )?)(?:send|issue|raise|trigger)s? (?:an? |the |any )?(?:notification|alert|notice)s? to\b/i,
    '$1notify',
  ],
  [
    'to',
    /^(?:suppress|withhold|hold back|mute)(?:es|s)? (?:the |any |all )?(?:notification|alert|notice)s? to\b/i,
    'not notify',
  ],
  [
    'sends',
    /^((?:not |never )?)sends? (?:an? |any |the )(e-?mail|text|sms|letter)(?: message)? (?=to\b|about\b|with\b)/i,
    '$1send by $2 ',
  ],
  // Negations
  ['skip omit bypass forgo', /^(?:skip|omit|bypass|forgo)(?:es|s)? (?:the |any )?(\w+t)ion(?: of)?\b/i, 'not $1'],
  ['reverse', /\b(?:in )?reverse alphabetical(?:ly)?(?: order)?\b/i, 'by name descending'],
  ['alphabetical', /\b(?:in )?alphabetical(?:ly)?(?: order)?\b/i, 'by name ascending'],
  // Never and always
  [
    'no time point account',
    /^(?:under|in) no (?:circumstances?|case|event)\b,?|^at no (?:time|point)\b,?|^on no account\b,?/i,
    'never',
  ],
  ['under any ever', /^(?:not|never) (?:under any circumstances?|at any time|in any case|ever)\b,?/i, 'never'],
  [
    'cases all under without',
    /^in (?:all|any) cases?\b,?|^at all times\b,?|^under (?:any|all) circumstances\b,?|^without exception\b,?/i,
    'always',
  ],
  [
    'no',
    /^(?!(?:under|in|at|on|by|with|for)\b)([a-z]+) no (?!longer|more|later|sooner|less|fewer|earlier|matter)(?=[a-z])/i,
    'not $1 ',
  ],
  // What is not done, or done later
  [
    'stop cease quit discontinue refrain avoid abstain skip omit forgo suppress',
    /^(?:stop|cease|quit|discontinue|refrain from|avoid|abstain from|skip|omit|forgo|suppress)s?\s+(?!spring|string|thing|ring\b)(\w{2,}ing)\b(?: of(?! \d))?/i,
    'not $1',
  ],
  ['skip omit forgo', /^(?:skip|omit|forgo)s?\s+(?:the |any )(\w{2,}ing) of\b/i, 'not $1'],
  [
    'delay defer postpone',
    /^(?:delay|defer|postpone)s? (?:the |any |all |its |their )?(?=\w+(?: (?:to|of|until|till|for|by) |$))(\w+)(?: of)?(.*)$/i,
    '$1$2 later',
  ],
  // Leave
  [
    'give grant assign',
    /^(?:give|grant|assign)s? (.+?) (?:the )?(?:permission|right|ability|leave|privilege|authority) to\b/i,
    'allow $1 to',
  ],
  [
    'den refuse withhold',
    /^(?:den(?:y|ies)|refuse|withhold)s? (.+?) (?:the )?(?:permission|right|ability|leave|privilege|authority) to\b/i,
    'not allow $1 to',
  ],
  ['ignor', /^(?:ignor(?:e|es|ing)) case\b/i, 'compare caseinsensitive'],
  [
    'be only',
    /^(?:be (?:restricted|limited|available|reserved|open|accessible|visible)(?: only)?|only be (?:available|open|accessible|visible)) (?:only )?(?:to|for) (?:only )?((?!\d)(?:\w+ ?){1,3})$/i,
    'be allowed only to $1',
  ],
  [
    'that which',
    /^(?:reject|refuse|block|deny|drop)s? (?:every|any|all|each) (\w+) (?:that|which) (?:is|are) not (?:made |sent |received |submitted )?((?:over|via|by|through) .*)$/i,
    'accept $1 $2 only',
  ],
  [
    'continue keep go carry resume begin start',
    /^(?:continue|keep on|go on|carry on|resume|keep|begin|start)\s+(?=(?:to\s+)?(?!during|morning|evening)\w+ing\b)/i,
    '',
  ],
  ['to', /^(?:continue|go on) to\s+/i, ''],
  ['refuse decline fail', /^(?:refuse|decline|fail) to\s+/i, 'not '],
  ['never', /^(?:make sure|ensure|guarantee)s? (?:that )?(.+?) (?:is|are|be) never\b/i, '$1 never be'],
  // What is switched, tried again, kept secret
  ['switch turn', /^((?:not |never )?)(?:switch|turn)(?:es|s)? ((?:[\w'-]+ ){1,4}?)on$/i, '$1enable $2'],
  ['off', /^((?:not |never )?)(?:switch|turn)(?:es|s)? ((?:[\w'-]+ ){1,4}?)off$/i, '$1disable $2'],
  ['again', /^((?:not |never )?)tr(?:y|ies) (.{1,40}?) again\b/i, '$1retry $2'],
  ['keeps', /^((?:not |never )?)keeps? (.{1,40}?) (?:secret|under wraps|out of sight)$/i, '$1hide $2'],
  // One by one, or together
  ['one', /\bone after (?:the other|another)\b/i, 'sequentially'],
  [
    'each',
    /\beach (?:one )?(?:of (?:them|these) )?(?:in|as|with) (?:a |an |its |their )?(?:separate|own|individual) \w+/i,
    'them separately',
  ],
  [
    'in',
    /\bin (?:one|a single|the same) (?:message|e-?mail|letter|file|parcel|document|invoice|report|notification|digest|request)\b/i,
    'combined',
  ],
  ['under', /\bunder (?:an? |the )?(?:pseudonym|alias|code name)s?\b/i, 'anonymously'],
  [
    'name',
    /^((?:not |never )?(?:store|keep|record|save|log|collect|report|publish)s? .{1,60}?) by name$/i,
    '$1 attributed',
  ],
  // Leave to be left out, and duty
  ['must obligation', /\b(?:be|as|stay|remain|is) (?:a )?(?:must|obligation)\b/i, 'be mandatory'],
  ['own', /\bof (?:their|his|its|one's) own accord\b|\bon (?:its|their) own initiative\b/i, 'automatically'],
  [
    'without',
    /\bwithout (?:any )?(?:further )?(?:human |manual |staff |operator |user )(?:action|input|involvement|help)\b/i,
    'automatically',
  ],
  ['once beyond with', /\b(?:once and for all|beyond recovery|beyond recall|with no way back)\b/i, 'permanently'],
  ['for until', /\bfor the time being\b|\buntil further notice\b/i, 'temporarily'],
  ['without', /\bwithout (?:changing|altering|touching|modifying) (?:it|them|anything)\b/i, 'unchanged'],
  ['one turn step', /\bone by one\b|\bin turn\b|\bstep by step\b/i, 'sequentially'],
  ['side all', /\bside by side\b|\ball at once\b|\ball together\b/i, 'in parallel'],
  ['its entirety last', /\bin its entirety\b|\bin their entirety\b|\bto the last character\b/i, 'in full'],
  // Waiting and trying again
  [
    'before',
    /^(?:wait|pause|hold off|delay)(?: for)?\s+(?:at least )?(\d+ \w+|an? \w+|\w+ (?:seconds?|minutes?|hours?|days?|weeks?))\s+before\s+(?:(?:it|the \w+) )?(\w+?)(?:ing|s)?\b(.*)$/i,
    '$2$3 after at least $1',
  ],
  [
    'after',
    /^(?:give up|stop(?: trying| retrying)?|abandon(?: \w+)*|fail|quit|not retry(?: any further)?)\s+after\s+((?:at most )?\w+)\s+(?:\w+ )?(?:attempts?|retries|tries|times)\b/i,
    'retry at most $1 times',
  ],
  [
    'retries further new',
    /\b(?:make|attempt|perform|do)s? (at most|no more than|up to|at least|exactly)? ?(\w+) (?:retries|retry attempts|further attempts|new attempts)\b/i,
    'retry $1 $2 times',
  ],
  // Nouns as verbs, and places that are verbs
  [
    'logs',
    new RegExp(
      `${lead}(?:write|put|save|store|record|include|output|print|add)s? ${noun} (?:in|to|into) (?:the |an? |any )?(?:\\w+ )?logs?\\b(?: files?)?`,
      'i',
    ),
    '$1log $2',
  ],
  [
    'mail email text sms message phone fax',
    new RegExp(
      `${lead}(e-?mail|text|sms|message|phone|fax)s? (?=(?:the|an?|any|all|every|each|its|their|it|them)\\s)`,
      'i',
    ),
    '$1send by $2 ',
  ],
  [
    'move send put transfer',
    new RegExp(
      `${lead}(?:move|send|put|transfer)s? ${noun} (?:in|to|into) (?:the )?(?:trash|recycle bin|bin|wastebasket|deleted items)\\b`,
      'i',
    ),
    '$1bin $2',
  ],
  [
    'archive',
    new RegExp(`${lead}(?:move|transfer|put)s? ${noun} (?:in|to|into) (?:the |an? )?archive\\b`, 'i'),
    '$1archive $2',
  ],
  ['empty clear', new RegExp(`${lead}(?:empty|empties|clear out)\\s+${noun}$`, 'i'), '$1remove all items in $2'],
  [
    'play sound',
    new RegExp(
      `${lead}(?:play|sound)s?\\s+((?:the|an?)\\s+)?((?:[\\w-]+ )?)(?:sound|tone|chime|ringtone|bell)\\b`,
      'i',
    ),
    '$1ring $3',
  ],
  [
    'backup copy snapshot search check payment refund',
    /^((?:not |never )?)(?:make|do|take|create|carry out|perform|run)s? (?:an? |the |any )(backup|copy|snapshot|search|check|payment|refund)\b/i,
    '$1$2',
  ],
  [
    'for indefinitely without',
    /\bfor (?:ever|good)\b|\b(?:forever|indefinitely|for an unlimited time|without (?:a )?time limit)(?=\s*$|[,.;])/i,
    'for at least 1000 years',
  ],
  ['default', /\b(?:on|enabled|active) by default\b|\bby default (?:on|enabled|active)\b/i, 'switched-on'],
  ['default', /\b(?:off|disabled|inactive) by default\b|\bby default (?:off|disabled|inactive)\b/i, 'switched-off'],
  ['on', /\b(?:to|as|turned|switched|left|kept) on$/i, 'switched-on'],
  ['off', /\b(?:to|as|turned|switched|left|kept) off$/i, 'switched-off'],
  [
    'manual human hand',
    /\b(?:for|after|upon|on|by|subject to|pending) (?:a |the )?(?:manual|human)(?: (?:review|approval|check|decision|processing))?\b|\bby hand\b/i,
    'manually',
  ],
  ['with', /\bwith (?:the |their |his )?(?:full )?names?\b(?: of (?:the |each )?[\w-]+)?/i, 'attributed'],
  [
    'manual human',
    /^((?:not )?(?:require|ask for|need|demand)s?) (?:a |the )?(?:manual|human) (?:review|approval|check|decision)\b/i,
    '$1 review manually',
  ],
  [
    'without itself',
    /\bwithout (?:any )?(?:manual|human) (?:review|approval|intervention|interaction)\b|\bby itself\b/i,
    'automatically',
  ],
  [
    'for per',
    /^(?:sends?|creates?|issues?|makes?) (?:an? |one )?(?:separate|individual|single) (.+?) (?:for|per) (?:each|every)\b.*$/i,
    'split into a $1',
  ],
  ['expire lapse elapse', /^(?:make|let|cause|have)s? (.+?) (expire|lapse|elapse)s?\b/i, '$2 $1'],
  ['after', /\bafter (?:an? )?(?:delay|pause|wait) of\b/i, 'after'],
  ['remain stay', /^((?:not |never )?)(?:remain|stay)s? (?=(?:in|on|at|with|under)\b)/i, '$1be kept '],
  ['again', /^tr(?:y|ies) again\b/i, 'retry'],
  ['background', /\bin the background\b/i, 'asynchronously'],
  ['one each', /\b(?:one by one|each on its own|one at a time)\b/i, 'separately'],
  ['into', /\binto (?:one|a single|1) [\w ]+/i, 'combined'],
  [
    'let allow permit',
    /^(?:let|allow|permit)s? (.+?) (?:to )?(?:hold|contain|have|carry) (?=.*\d|up to|at most|at least)(.*)$/i,
    'contain $2 in $1',
  ],
  ['only', /\bonly the first\b/i, 'only one'],
  [
    'to into onto',
    /^((?:not |never )?(?:write|save|store|record|put|add)s? (?:(?! (?:in|to|for|from)\b).)+?) (?:to|into|onto) (?=the |an? )/i,
    '$1 in ',
  ],
];
