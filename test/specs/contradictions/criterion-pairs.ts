/** Pairs that cannot both be met. */
export const contradicting: [string, string][] = [
  ['WHEN event 2-3 happens THE system SHALL answer 1', 'WHEN event 2-3 happens THE system SHALL answer 2'],
  [
    'WHEN the password is right THE SYSTEM SHALL grant access',
    'WHILE the account is locked, THE SYSTEM SHALL refuse access',
  ],
  [
    'WHEN the user enters the correct password, THE System SHALL grant access to the account',
    'WHILE the account is locked, WHEN the user enters the correct password, THE System SHALL refuse access to the account',
  ],
  [
    'WHEN a user submits the form THE SYSTEM SHALL save the draft',
    'WHEN a user submits the form THE SYSTEM SHALL discard the draft',
  ],
  [
    'WHEN a customer cancels an order, THE System SHALL refund the payment',
    'WHEN an order is cancelled by a customer, THE System SHALL NOT refund the payment',
  ],
  ['THE System SHALL encrypt backups at rest', 'THE System SHALL store backups in plain text'],
  ['THE System SHALL allow guests to download invoices', 'THE System SHALL prevent guests from downloading invoices'],
  ['Only administrators may delete projects', 'THE System SHALL allow any user to delete projects'],
  ['THE System SHALL lock the account for 15 minutes', 'THE System SHALL lock the account for 30 minutes'],
  [
    'WHEN five sign-ins fail, THE System SHALL lock the account for 15 minutes',
    'WHEN five sign-ins fail, THE System SHALL keep the account locked for 1 hour',
  ],
  [
    'WHEN a search is submitted THE System SHALL respond within 2 seconds',
    'WHEN a search is submitted THE System SHALL respond after at least 10 seconds',
  ],
  ['THE System SHALL allow at most 3 login attempts', 'THE System SHALL allow up to 5 login attempts'],
  [
    'WHEN a file is uploaded, THE System SHALL accept files of up to 10 MB',
    'WHEN a file is uploaded, THE System SHALL accept files of at most 25 MB',
  ],
  [
    'WHEN an order does not exist, THE API SHALL return 404',
    'WHEN an order does not exist, THE API SHALL return status code 200',
  ],
  [
    'WHEN the orders are listed, THE System SHALL sort them in ascending order by date',
    'WHEN the orders are listed, THE System SHALL sort them in descending order by date',
  ],
  [
    'WHEN a message arrives THE System SHALL notify the recipient immediately',
    'WHEN a message arrives THE System SHALL NOT notify the recipient',
  ],
  ['THE System SHALL never log passwords', 'WHEN debug mode is on, THE System SHALL log passwords'],
  ['WHILE offline, THE App SHALL enable editing', 'WHILE offline, THE App SHALL disable editing'],
  [
    'WHEN the session expires, THE System SHALL sign the user out',
    'WHEN the session expires, THE System SHALL keep the user signed in',
  ],
  [
    'WHEN a payment fails THE System SHALL retry the payment 3 times',
    'WHEN a payment fails THE System SHALL NOT retry the payment',
  ],
  [
    'WHEN a payment fails THE System SHALL retry the payment 3 times',
    'WHEN a payment fails THE System SHALL retry the payment 5 times',
  ],
  [
    'IF the card is declined THEN THE System SHALL cancel the order',
    'IF the card is declined THEN THE System SHALL keep the order',
  ],
  [
    'IF the token is invalid THEN THE API SHALL reject the request',
    'IF the token is not valid THEN THE API SHALL accept the request',
  ],
  ['THE default page size SHALL be 20 items', 'THE default page size SHALL be 50 items'],
  ['THE System SHALL set the default language to English', 'THE System SHALL set the default language to French'],
  [
    'WHEN a user logs in THE System SHALL redirect the user to the dashboard',
    'WHEN a user logs in THE System SHALL redirect the user to the profile page',
  ],
  [
    "WHEN an account is closed, THE System SHALL delete the user's data",
    "WHEN an account is closed, THE System SHALL retain the user's data for 90 days",
  ],
  ['THE System SHALL retain audit logs for at least 7 years', 'THE System SHALL delete audit logs after 30 days'],
  [
    'WHEN a task is completed THE System SHALL hide the task from the board',
    'WHEN a task has been completed, THE System SHALL display the task on the board',
  ],
  [
    'WHEN stock reaches zero, THE System SHALL allow the order',
    'WHEN stock reaches zero, THE System SHALL block the order',
  ],
  [
    'WHEN a user opens a link THE System SHALL open the panel',
    'WHEN a user opens a link THE System SHALL close the panel',
  ],
  ['THE System SHALL include archived items in the export', 'THE System SHALL exclude archived items from the export'],
  [
    'WHEN a comment is deleted THE System SHALL send an email to the author',
    'WHEN a comment is deleted THE System SHALL NOT send any email to the author',
  ],
  ['Passwords SHALL be encrypted', 'Passwords SHALL be stored in plain text'],
  [
    'WHEN a job is started THE System SHALL show a progress bar',
    'WHEN a job starts, THE System SHALL not display any progress bar',
  ],
  ['THE email field SHALL be mandatory', 'THE email field SHALL be optional'],
  ['THE System SHALL require a phone number', 'THE System SHALL NOT require a phone number'],
  ['THE API SHALL accept requests without authentication', 'THE API SHALL reject requests without authentication'],
  [
    'WHEN the sync starts THE System SHALL process the changes synchronously',
    'WHEN the sync starts THE System SHALL process the changes asynchronously',
  ],
  ['THE System SHALL send a digest daily', 'THE System SHALL send a digest weekly'],
  [
    'WHEN an invoice is paid THE System SHALL mark it as closed',
    'WHEN an invoice is paid THE System SHALL mark it as open',
  ],
  [
    "WHEN an order ships, THE System SHALL set the order status to 'shipped'",
    "WHEN an order ships, THE System SHALL set the order status to 'completed'",
  ],
  [
    'THE System SHALL expire sessions after 30 minutes of inactivity',
    'THE System SHALL expire sessions after 8 hours of inactivity',
  ],
  ['A password SHALL have at least 12 characters', 'A password SHALL have at most 8 characters'],
  ['Passwords SHALL contain at least 8 characters', 'Passwords SHALL contain a minimum of 12 characters'],
  [
    'THE System SHALL respond to every request within 200 ms',
    'THE System SHALL respond to every request within 2 seconds',
  ],
  ['Editors SHALL be able to publish articles', 'Editors SHALL NOT be able to publish articles'],
  ['Any user may edit a page', 'Only owners may edit a page'],
  ['THE System SHALL limit uploads to 5 files', 'THE System SHALL limit uploads to 10 files'],
  [
    'WHEN the battery is below 20%, THE Device SHALL start the backup',
    'WHEN the battery is below 20%, THE Device SHALL stop the backup',
  ],
  [
    'WHEN the temperature is above 30 degrees THE System SHALL start the fan',
    'WHEN the temperature is over 30 degrees THE System SHALL stop the fan',
  ],
  [
    'WHEN a meeting is cancelled THE System SHALL notify all participants',
    'WHEN a meeting is cancelled THE System SHALL not inform any participants',
  ],
  [
    'WHERE two-factor authentication is enabled, THE System SHALL ask for a code',
    'WHERE two-factor authentication is enabled, THE System SHALL NOT ask for a code',
  ],
  [
    'WHEN a refund is approved THE System SHALL credit the customer within 24 hours',
    'WHEN a refund is approved THE System SHALL credit the customer no sooner than 3 days',
  ],
  [
    'THE System SHALL always allow users to export their data',
    'WHILE a subscription is suspended, THE System SHALL NOT allow users to export their data',
  ],
  [
    'WHILE maintenance mode is active, THE API SHALL reject write requests',
    'WHILE maintenance mode is active, THE API SHALL accept write requests',
  ],
  [
    'WHEN a webhook delivery fails, THE System SHALL retry the delivery for up to 24 hours',
    'WHEN a webhook delivery fails, THE System SHALL discard the delivery',
  ],
  [
    'WHEN a user uploads an image, THE System SHALL compress the image',
    'WHEN a user uploads a picture, THE System SHALL NOT compress the picture',
  ],
  ['THE System SHALL cache responses for 5 minutes', 'THE System SHALL cache responses for 60 seconds'],
  ['THE System SHALL NOT cache responses', 'THE System SHALL cache responses for 60 seconds'],
  [
    'WHEN a draft is older than 30 days THE System SHALL delete the draft',
    'WHEN a draft is older than 30 days THE System SHALL keep the draft',
  ],
  [
    'WHEN an appointment is booked THE System SHALL send a reminder 24 hours before the appointment',
    'WHEN an appointment is booked THE System SHALL send a reminder 2 hours before the appointment',
  ],
  [
    'WHEN the amount exceeds 1000 THE System SHALL require approval',
    'WHEN the amount exceeds 500 THE System SHALL NOT require approval',
  ],
  [
    'WHEN a user requests a password reset, THE System SHALL send a link valid for 1 hour',
    'WHEN a user requests a password reset, THE System SHALL send a link valid for 24 hours',
  ],
  [
    'WHEN a product is out of stock, THE Shop SHALL hide the product',
    'WHEN a product is out of stock, THE Shop SHALL show the product with a label',
  ],
  ['THE System SHALL use UTC for timestamps', 'THE System SHALL use local time for timestamps'],
  [
    'WHEN data is exported THE System SHALL format dates as ISO 8601',
    'WHEN data is exported THE System SHALL format dates as DD/MM/YYYY',
  ],
  [
    'WHEN the rate limit is exceeded, THE API SHALL respond with HTTP 429',
    'WHEN the rate limit is exceeded, THE API SHALL respond with HTTP 503',
  ],
  [
    'WHEN a user unsubscribes THE System SHALL stop sending newsletters',
    'WHEN a user unsubscribes THE System SHALL continue sending newsletters',
  ],
  [
    'WHEN an import contains errors, THE System SHALL abort the import',
    'WHEN an import contains errors, THE System SHALL continue the import',
  ],
  [
    'WHEN the form is invalid THE System SHALL disable the submit button',
    'WHEN the form is invalid THE System SHALL keep the submit button enabled',
  ],
  ['THE System SHALL hash passwords with bcrypt', 'THE System SHALL hash passwords with MD5'],
  [
    'WHEN the user is inactive for 15 minutes, THE System SHALL end the session',
    'WHEN the user is inactive for 15 minutes, THE System SHALL keep the session alive',
  ],
  [
    'WHEN a member leaves a team THE System SHALL revoke their access',
    'WHEN a member leaves a team THE System SHALL maintain their access',
  ],
  [
    'WHEN a duplicate record is found THE Importer SHALL skip the record',
    'WHEN a duplicate record is found THE Importer SHALL overwrite the record',
  ],
  [
    'WHEN a duplicate record is found THE Importer SHALL ignore the record',
    'WHEN a duplicate record is found THE Importer SHALL import the record',
  ],
  [
    'WHEN a seat is reserved THE System SHALL hold the seat for 10 minutes',
    'WHEN a seat is reserved THE System SHALL release the seat after 5 minutes',
  ],
  [
    'WHEN the limit is reached THE System SHALL reject further uploads',
    'WHEN the limit is reached THE System SHALL allow further uploads',
  ],
  [
    'IF the account is locked THEN THE SYSTEM SHALL refuse the sign-in',
    'WHEN the password is right THE SYSTEM SHALL grant access',
  ],
  [
    'IF the account has been suspended, THEN THE SYSTEM SHALL reject the login',
    'WHEN valid credentials are submitted, THE SYSTEM SHALL allow the login',
  ],
  [
    'WHILE an account is locked, THE SYSTEM SHALL refuse every sign-in attempt',
    'WHEN the password is right, THE SYSTEM SHALL let the user sign in',
  ],
  ['THE SYSTEM SHALL run the backup at 02:00', 'THE SYSTEM SHALL run the backup at 04:00'],
  ['THE SYSTEM SHALL store sessions in Redis', 'THE SYSTEM SHALL store sessions in PostgreSQL'],
  ['THE SYSTEM SHALL allow concurrent sessions', 'THE SYSTEM SHALL allow only one active session per user'],
];

/** Pairs that look alike and contradict nothing: exceptions, other cases, other objects, one after the other. */
export const coexisting: [string, string][] = [
  ['WHEN event 2-3 happens THE system SHALL answer 1', 'WHEN event 2-4 happens THE system SHALL answer 2'],
  [
    'WHEN a user logs in THEN THE System SHALL grant access',
    'IF the password is wrong THEN THE System SHALL refuse access',
  ],
  [
    'WHEN a user submits valid credentials THE System SHALL create a session',
    'WHEN a user submits invalid credentials THE System SHALL NOT create a session',
  ],
  [
    'WHEN a user clicks expand THE System SHALL show the panel',
    'WHEN a user clicks collapse THE System SHALL hide the panel',
  ],
  [
    'WHILE the order is pending, THE System SHALL allow cancellation',
    'WHILE the order is shipped, THE System SHALL refuse cancellation',
  ],
  [
    'WHEN a file is at most 10 MB THE System SHALL accept the file',
    'WHEN a file is larger than 10 MB THE System SHALL reject the file',
  ],
  ['THE System SHALL allow admins to delete posts', 'THE System SHALL NOT allow guests to delete posts'],
  [
    'WHEN a payment succeeds THE System SHALL send a receipt',
    'WHEN a payment fails THE System SHALL NOT send a receipt',
  ],
  ['THE System SHALL display the cart total', 'THE System SHALL hide the card number'],
  [
    'WHEN a task is created THE System SHALL notify the assignee within 5 seconds',
    'WHEN a task is deleted THE System SHALL notify the assignee within 10 seconds',
  ],
  ['WHEN an order exists THE API SHALL return 200', 'IF the order does not exist THEN THE API SHALL return 404'],
  ['THE System SHALL delete drafts unless they are pinned', 'WHILE a draft is pinned, THE System SHALL keep the draft'],
  [
    'WHEN a user opens the page THE System SHALL show the list',
    'WHEN a user opens the page THE System SHALL show the filter',
  ],
  ['THE Access_Token SHALL expire after 15 minutes', 'THE Refresh_Token SHALL expire after 7 days'],
  [
    'WHERE dark mode is enabled, THE App SHALL use dark colors',
    'WHERE dark mode is disabled, THE App SHALL use light colors',
  ],
  [
    'WHEN an admin deletes a user THE System SHALL remove the user',
    'WHEN an admin creates a user THE System SHALL add the user',
  ],
  [
    'WHILE a user is not signed in THE System SHALL hide the menu',
    'WHILE a user is signed in THE System SHALL show the menu',
  ],
  [
    'WHEN a user locks the screen THE App SHALL stop the timer',
    'WHEN a user unlocks the screen THE App SHALL start the timer',
  ],
  [
    'IF the disk is full THEN THE System SHALL stop recording',
    'WHEN the user presses record THE System SHALL start recording',
  ],
  ['THE System SHALL encrypt passwords', 'THE System SHALL NOT log passwords'],
  ['THE API SHALL accept JSON requests', 'THE API SHALL reject XML requests'],
  [
    'WHEN a guest checks out, THE System SHALL NOT require an account',
    'WHEN a business customer checks out, THE System SHALL require an account',
  ],
  [
    'WHEN a user has 3 failed attempts THE System SHALL show a captcha',
    'WHEN a user has 5 failed attempts THE System SHALL lock the account',
  ],
  ['THE System SHALL store at most 100 messages', 'THE System SHALL store at least 10 messages'],
  [
    'WHEN the user clicks cancel THE System SHALL close the dialog without saving',
    'WHEN the user clicks save THE System SHALL save the changes and close the dialog',
  ],
  ['WHILE loading THE App SHALL disable the button', 'WHEN loading completes THE App SHALL enable the button'],
  [
    'THE System SHALL allow users to edit their own comments',
    'THE System SHALL NOT allow users to edit comments of others',
  ],
  [
    'IF an upload fails THEN THE System SHALL retry up to 3 times',
    'IF an upload fails after 3 retries THEN THE System SHALL discard the upload',
  ],
  [
    'WHEN stock is available THE System SHALL accept the order',
    'IF stock is insufficient THEN THE System SHALL reject the order',
  ],
  [
    'WHEN the invoice total is below 100 THE System SHALL approve it automatically',
    'WHEN the invoice total is 100 or more THE System SHALL require manual approval',
  ],
  [
    'THE System SHALL respond to search requests within 2 seconds',
    'THE System SHALL respond to export requests within 30 seconds',
  ],
  [
    'WHEN a user signs in with Google THE System SHALL create a profile',
    'WHEN a user signs in with a password THE System SHALL NOT create a profile',
  ],
  ['THE System SHALL send order emails immediately', 'THE System SHALL send newsletter emails weekly'],
  [
    'WHEN a document is published THE System SHALL make it public',
    'WHEN a document is unpublished THE System SHALL make it private',
  ],
  ['WHILE in read-only mode, THE System SHALL reject edits', 'WHILE in edit mode, THE System SHALL accept edits'],
  [
    'WHEN a subscription is cancelled THE System SHALL keep access until the end of the period',
    'WHEN the period ends THE System SHALL revoke access',
  ],
  ['THE System SHALL show active users', 'THE System SHALL hide inactive users'],
  [
    'THE System SHALL limit uploads to 10 MB',
    'IF an upload is larger than 10 MB THEN THE System SHALL reject the upload',
  ],
  [
    'THE System SHALL NOT allow guests to check out',
    'IF a guest checks out THEN THE System SHALL show the sign-in page',
  ],
  [
    'WHEN a user opens the orders page THE System SHALL show the list of orders',
    'WHEN a user opens the invoices page THE System SHALL show the list of invoices',
  ],
  [
    'THE System SHALL allow at most 5 attempts',
    'WHEN a user makes more than 5 attempts THE System SHALL lock the account',
  ],
  [
    'IF the account is locked, THEN THE SYSTEM SHALL refuse the sign-in',
    'WHEN a user signs in, THE SYSTEM SHALL grant access',
  ],
  [
    'IF the e-mail address is not verified, THEN THE SYSTEM SHALL reject the sign-in',
    'WHEN valid credentials are submitted, THE SYSTEM SHALL accept the sign-in',
  ],
  [
    'IF the network is down, THEN THE SYSTEM SHALL reject the upload',
    'WHEN a user uploads a valid file, THE SYSTEM SHALL accept the upload',
  ],
  [
    'IF the quota is exceeded, THEN THE SYSTEM SHALL reject the upload',
    'WHEN a user uploads a valid file, THE SYSTEM SHALL accept the upload',
  ],
  [
    'IF the token is revoked, THEN THE API SHALL reject the request',
    'WHEN a valid token is sent, THE API SHALL accept the request',
  ],
  [
    'WHILE the file is uploading, THE SYSTEM SHALL disable the button',
    'WHEN the user selects a file, THE SYSTEM SHALL enable the button',
  ],
  ['THE SYSTEM SHALL show prices in EUR', 'WHEN the user selects USD, THE SYSTEM SHALL show prices in USD'],
  [
    'WHEN data loads, THE SYSTEM SHALL display the red button',
    'WHEN data loads, THE SYSTEM SHALL display the green button',
  ],
  ['THE SYSTEM SHALL log every request', 'THE SYSTEM SHALL NOT log requests to the health page'],
  [
    'WHEN a user opens the page, THE SYSTEM SHALL send the daily digest',
    'WHEN a user opens the page, THE SYSTEM SHALL send the weekly digest',
  ],
];

/** The same in other words. */
export const repeated: [string, string][] = [
  [
    'WHEN a user submits the form, THE System SHALL save the draft',
    'THE System SHALL store the draft WHEN the customer submits the form',
  ],
  [
    'WHEN a file is deleted THE System SHALL notify the owner',
    'WHEN a document is removed, THE System SHALL inform the owner',
  ],
  [
    'WHILE the account is locked, THE System SHALL refuse access',
    'WHILE the account is locked, THE System SHALL deny sign-in',
  ],
  ['THE System SHALL respond within 60 seconds', 'THE System SHALL respond within 1 minute'],
  ['THE System SHALL encrypt all backups', 'All backups SHALL be encrypted'],
  [
    'IF the token is invalid THEN THE API SHALL reject the request',
    'IF the token is not valid, THEN THE API SHALL refuse the request',
  ],
  [
    'WHEN a payment fails THE System SHALL retry the payment 3 times',
    'IF a payment fails, THEN THE System SHALL retry the payment three times',
  ],
  [
    'WHEN the session has expired THE System SHALL sign the user out',
    'WHEN the session expires, THE System SHALL log the user out',
  ],
  [
    'WHEN a product is out of stock THE Shop SHALL hide the product',
    'WHEN a product is out of stock, THE Shop SHALL not display the product',
  ],
  ['THE System SHALL allow admins to delete projects', 'Administrators SHALL be able to delete projects'],
  ['THE System SHALL log every failed login', 'Every failed login SHALL be recorded'],
  [
    'THE System SHALL keep audit logs for at least 12 months',
    'Audit logs SHALL be retained for a minimum of 12 months',
  ],
  [
    'WHEN a task is completed, THE System SHALL display a success message',
    'WHEN a task has been finished, THE System SHALL show a success message',
  ],
  [
    'WHEN a user opens the page THE System SHALL display the list of orders',
    'WHEN the page is opened by a user THE System SHALL show the list of orders',
  ],
];

/** A rule that always holds, and a criterion whose condition it rules out. */
export const ruledOut: [string, string][] = [
  [
    'THE System SHALL NOT allow guests to check out',
    'WHEN a guest checks out, THE System SHALL send a receipt to the guest',
  ],
  [
    'THE System SHALL limit orders to at most 10 items',
    'WHEN an order with more than 20 items is confirmed, THE System SHALL notify the warehouse',
  ],
  [
    'Usernames SHALL be at most 20 characters long',
    'WHEN a username is longer than 40 characters, THE System SHALL wrap the username',
  ],
  ['Accounts SHALL never be unlocked', 'WHEN an account is unlocked THE System SHALL notify the owner'],
];
