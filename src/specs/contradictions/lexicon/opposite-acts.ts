/**
 * Acts with two poles, by concept: `grant` and `refuse` are one concept with opposite signs, so `SHALL NOT grant` and
 * `SHALL refuse` read alike. The positive words first, then the negative ones; each word stands in one place only.
 */
export const oppositeActs: Readonly<Record<string, readonly [positive: string, negative: string]>> = {
  archive: ['archive', 'unarchive'],
  arm: ['arm armed', 'disarm disarmed'],
  ask: ['ask consult prompt', 'silently unasked unprompted'],
  assign: ['allocate allot assign give', 'unassign unassigned'],
  award: ['award bonus credited reward', 'deduct dockpoints penalise penalize subtract'],
  blink: ['blink flash flicker', 'steadily steady'],
  board: ['embark', 'disembark'],
  bookmark: ['bookmark favorite favourite', 'unbookmark unfavorite unfavourite'],
  centre: ['fullscreen maximise maximize', 'minimise minimize'],
  charge: ['bill charge chargeable debit surcharge', 'complimentary gratis recompense refund reimburse'],
  check: ['check preselect preselected preticked tick', 'uncheck unselected untick'],
  clean: ['clean decontaminate disinfect sanitise sanitize', 'contaminate dirty soil'],
  compress: [
    'compress compressed compression deflated gzipped minify zip zipped',
    'decompress decompressed inflated uncompressed unzip',
  ],
  connect: [
    'attachto connect connected couple hookup pair reconnect',
    'decouple disconnect disconnected disconnection sever uncouple unpair',
  ],
  deposit: ['deposit', 'withdrawal'],
  dim: ['darken dim', 'brighten lighten'],
  dock: ['dock', 'undock'],
  edit: [
    `adjust adjustment alter amend amendment change customise customize edit editable edits modification modify
     mutable mutate overtype refine retouch revise rework rewrite tamper touch tweak update writable`,
    `immutability immutable intact intangible locked-down readonly unaltered unchangeable
     unchanged uneditable unedited unmodifiable unmodified untouched`,
  ],
  enable: [
    'activate activation enable enabled enablement energise energize engage powerup reactivate switchon',
    `deactivate deactivated deactivation deenergise deenergize disable disabled disablement disengage inactivate
     incapacitate neutralise neutralize powerdown switchoff`,
  ],
  encourage: ['encourage', 'discourage dissuade'],
  encrypt: [
    'cipher ciphertext encipher encoded-secret encrypt encrypted encryption hashed',
    'cleartext decipher decrypt decryption plaintext unciphered unencrypted',
  ],
  enrol: [
    'enrol enroll enrolled enrollment enrolment matriculate',
    'deregistration disenrol disenroll unenrol unenroll',
  ],
  escape: ['escape escaped', 'unescaped'],
  fill: ['inflow refill replenish restock topup', 'bleed deplete drain'],
  flag: ['flag flagged', 'unflag unflagged'],
  follow: ['follow optin subscribe', 'optout unfollow unsubscribe'],
  grant: [
    `accept acceptance admission admit admittance allow allowlist approval approve assent authorisation authorise
     authorization authorize clearance concede consent endorse entitle grant greenlight honor honour legalise
     legalize let letthrough okay permission permit sanction tolerate vouchsafe waveby whitelist`,
    `ban bar blacklist block blocklist bounce boycott decline denial deny denylist deter disallow disapproval
     disapprove disqualification disqualified disqualify exclusion forbid illegal inhibit interdict lockout nogo
     obstruct outlaw preclude prevent prohibit rebuff refusal refuse reject rejection repel spurn spurned turnaway
     turndown unlawful veto withheldby`,
  ],
  heat: ['heat preheat reheat warm', 'chill cool refrigerate'],
  hospital: ['hospitalise hospitalize', 'discharge'],
  include: [
    'attach embed enclose encompass include inclusion incorporate',
    'detach exclude leaveout omission omit strip',
  ],
  increase: [
    `accelerate add-on amplify augment boost broaden climb deepen double elevate enhance enlarge escalate expandby
     extend grow hasten heighten increase increaseby increment intensify lengthen louden multiply prolong quicken
     raise rampup rise speedup strengthen swell triple uplift upscale widen`,
    `attenuate curtail cut dampen decay decelerate decrease decrement degrade diminish downscale dwindle fall halve
     lessen lessened lower minimisedby narrow quieter rampdown reduce shorten shrink sink slacken slow slowdown
     throttle weaken weakening`,
  ],
  indent: ['indent', 'outdent'],
  inflate: ['inflate', 'deflate'],
  install: ['deploy install installation mount reinstall', 'undeploy uninstall uninstallation unmount'],
  keep: [
    `conserve hoard keep maintain perpetuate preservation preserve retain retention safeguard salvage stash
     sustain`,
    `annul cleanse clear cull deallocate decimate decommission delete deletion delist demolish deregister destroy
     discard dismantle disposal dispose drop dump eject eliminate eradicate erase erasure evict expunction expunge
     flush forfeit forget invalidate junk lose nullify obliterate overwriteall prune purge removal remove repeal
     rescind retire revocation revoke scrap scrub shed shred sweep takedown teardown throwaway trash unregister
     unsave vacuum void wipe wipeout wiping withdraw zeroise zeroize`,
  ],
  link: ['link', 'unlink'],
  load: ['load', 'offload unload'],
  lock: [
    `bolt clamp fasten freeze frozen immobilise immobilised immobilize immobilized impound latch lock lockdown locked
     quarantine seal suspend suspended suspension`,
    `reactivation reinstate thaw unban unbolt unclamp unfasten unfreeze unimpound unlatch unlock unlocked
     unquarantine unseal unsuspend unsuspended`,
  ],
  mask: [
    `anonymise anonymize blur mask masked obfuscate pixelate pseudonymise pseudonymize redact redacted scramble
     tokenise tokenize`,
    'deanonymise deanonymize reidentify unblur unmask unmasked unpixelated unredacted unscramble',
  ],
  merge: [
    `aggregate amalgamate batch bundle coalesce combine combined conflate consolidate deduplicate group grouped join
     jointly merge merged pool together unify unite`,
    `apart disjoin disjointly disperse distribute divide individual individually partition segregate separate
     separately split unbundle ungroup ungrouped`,
  ],
  normal: ['normalise normalize standardise standardize', 'denormalise denormalize'],
  open: ['expand open reopen uncork unfold unfurl unroll', 'close closed collapse fold furl reclose shut unopened'],
  overwrite: ['override overwrite replace supersede', 'append'],
  pack: ['pack wrap', 'unpack unwrap'],
  pin: ['pin pinned', 'unpin unpinned'],
  plug: ['plug', 'unplug'],
  pressurise: ['pressurise pressurize', 'depressurise depressurize vent'],
  process: [
    'acknowledge execute handle heed import obey process',
    'bypass dismiss disobey disregard ignore neglect overlook skip unprocessed',
  ],
  promote: ['elevate-role promote upgrade', 'demote downgrade downgradeto relegate'],
  publish: [
    'golive publication publish published republish rollout syndicate',
    'depublish retract unlist unlisted unpublish unpublished unrelease withdrawn',
  ],
  qualify: ['eligible qualify', 'ineligible'],
  recruit: ['hire recruit', 'dismissal layoff'],
  repeat: ['eachtime loop repeat repeatedly', 'justonce onetime'],
  required: [
    `compel compulsory demand enforce essential indispensable insist mandate mandatory necessary necessitate need
     obligatory oblige prerequisite require required`,
    `discretionary dispensable elective exempt exemption inessential needless optional skippable
     unnecessary voluntary waive waived`,
  ],
  reserve: [
    'earmark prebook reserve reserved',
    'deallot free release relinquish unallocate unbook unhold unreserve unreserved vacate',
  ],
  roll: ['rollup', 'rolldown'],
  seen: ['seenstate', 'unread unseenstate'],
  send: [
    'broadcast deliver delivery dispatch dispatchment emit mailout pushout relay remit send transmission transmit',
    'holdback suppress unsend unsent withhold',
  ],
  serialise: ['serialise serialize', 'deserialise deserialize'],
  share: ['share shared', 'unshare unshareable unshared'],
  show: [
    `announce depict disclose disclosure display exhibit expose exposed flaunt manifest present publicise publicize
     render reveal show shown surface surfaces uncover uncovered unhide unveil visible`,
    `camouflage conceal concealment cover hid hidden hide hush invisible mystify obscure occlude offscreen unseen
     veil`,
  ],
  shuffled: [
    'jumble randomise randomised randomize randomized scrambled-order shuffle shuffled',
    'deterministic deterministically unshuffled',
  ],
  signin: ['access authenticate authentication login logon signedin signin', 'logoff logout signedout signout'],
  sound: [
    'audible beep blare buzz chime honk ring sound unmute unsilence',
    'inaudible mute noiseless quieten silence silent',
  ],
  start: [
    `actuate alive begin boot commence commencement continuation continue fire goahead ignite ignition initialise
     initialize initiate kickoff launch onset proceed reboot restart resume run running spinup start trigger`,
    `abandon abandonment abort abortion brake calloff cancel cancellation cancelled cease cessation desist
     discontinuation discontinue end extinguish halt halted hangup interrupt kill pause quit shutdown spindown stall
     standstill stop stoppage terminate terminated`,
  ],
  straight: ['straighten', 'bend'],
  tie: ['bind', 'unbind'],
  tighten: ['harden stiffen tighten', 'loosen loosened relax slacken-off soften'],
  trust: ['trust trusted', 'distrust mistrust untrusted'],
  wake: ['awaken wake wakeup', 'asleep hibernate standby'],
  weigh: ['overestimate', 'underestimate'],
  wet: ['humidify irrigate moisten', 'dehumidify dry'],
  zoom: ['magnify zoomin', 'zoomout'],
};
