import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { Model, ModelDelta, ModelError, ModelFault, ModelReply, ModelRequest } from '../domain/model.ts';
import { createBedrockReply } from './bedrock-reply.ts';
import { toBedrockRequest } from './bedrock-request.ts';
import {
  cutReply,
  type Failure,
  faultOfStatus,
  type ProviderWords,
  providerError,
  readRetryAfterMs,
  rootMessage,
  saysContextFull,
} from './faults.ts';
import { readStream } from './stream.ts';
import { isObject } from './tool-input.ts';

export interface BedrockOptions {
  /** A model id, an inference profile or its ARN. */
  name: string;
  region?: string | undefined;
  endpoint?: string | undefined;
}

/** Models of Amazon Bedrock through ConverseStream. Credentials are found as every AWS tool finds them. */
export function createBedrockModel(options: BedrockOptions): Model {
  const id = `bedrock:${options.name}`;
  const words: ProviderWords = { id, secrets: [], hints };
  let client: Promise<Connection> | undefined;

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void> {
    client ??= connect(options);
    const { send } = await client;
    const reply = createBedrockReply(request, id);
    const events = readStream({
      open: (whileRead) => send(toBedrockRequest(request, { name: options.name, id }), whileRead),
      signal,
      toModelError: (error, begun) => toModelError(words, error, begun),
    });
    for await (const event of events) yield reply.accept(event);
    if (reply.stopped() === undefined) throw cutReply(words);
    const done = reply.finish();
    if (done === undefined) throw providerError(words, { fault: 'server', why: `the reply is ${reply.stopped()}` });
    return done;
  }
  return { id, stream };
}

type Connection = Awaited<ReturnType<typeof connect>>;

async function connect({ region, endpoint }: BedrockOptions) {
  const { BedrockRuntimeClient, ConverseStreamCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const client: BedrockRuntimeClient = new BedrockRuntimeClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: 1,
  });
  const send = async (input: ReturnType<typeof toBedrockRequest>, abortSignal: AbortSignal) => {
    const { stream } = await client.send(new ConverseStreamCommand(input), { abortSignal });
    if (stream === undefined) throw new Error('the answer has no stream');
    return stream;
  };
  return { send };
}

const hints: ProviderWords['hints'] = {
  authentication:
    'set AWS_PROFILE, AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK (with SSO: `aws sso login`), and see that the account has access to the model',
  not_found: 'check the name after `bedrock:` and that the model is offered in the region',
  connection: 'check the network, AWS_REGION and AWS_ENDPOINT_URL_BEDROCK_RUNTIME, then `ashlar resume`',
};

function toModelError(words: ProviderWords, error: unknown, begun: boolean): ModelError {
  const { name, status, retryAfterMs } = readAwsError(error);
  const why = rootMessage(error);
  return providerError(words, { why, retryAfterMs, cause: error, ...classify({ name, status, why }, begun) });
}

function classify(
  error: { name: string; status: number | undefined; why: string },
  begun: boolean,
): Pick<Failure, 'fault'> & Partial<Failure> {
  const { name, status, why } = error;
  if (/could not load credentials|CredentialsProviderError|token is expired/i.test(`${name} ${why}`)) {
    return { fault: 'authentication', why: `no AWS credentials were found: ${why}` };
  }
  if (/region is missing/i.test(why)) {
    return {
      fault: 'invalid_request',
      why: 'no AWS region is set',
      next: 'set AWS_REGION, as in `AWS_REGION=us-east-1`',
    };
  }
  if (name === 'ValidationException') return { fault: validationFault(why) };
  const fault = faultOfName(name);
  if (fault !== undefined) return { fault };
  if (status !== undefined && status >= 400) return { fault: faultOfStatus(status, why) };
  return { fault: begun ? 'stream_cut' : 'connection' };
}

function validationFault(why: string): ModelFault {
  if (saysContextFull(why)) return 'context_full';
  return /model identifier is invalid|model .*(not found|end of its life)/i.test(why) ? 'not_found' : 'invalid_request';
}

/** Exceptions have one name whether they come in place of the stream or in the middle of it. */
function faultOfName(name: string): ModelFault | undefined {
  switch (name) {
    case 'ThrottlingException':
    case 'ServiceQuotaExceededException':
      return 'rate_limited';
    case 'ServiceUnavailableException':
    case 'ModelNotReadyException':
      return 'overloaded';
    case 'InternalServerException':
    case 'ModelErrorException':
    case 'ModelStreamErrorException':
    case 'ModelTimeoutException':
      return 'server';
    case 'AccessDeniedException':
    case 'ExpiredTokenException':
    case 'UnrecognizedClientException':
    case 'InvalidSignatureException':
      return 'authentication';
    case 'ResourceNotFoundException':
      return 'not_found';
    default:
      return undefined;
  }
}

function readAwsError(error: unknown): { name: string; status: number | undefined; retryAfterMs: number | undefined } {
  const fields = isObject(error) ? error : {};
  const metadata = isObject(fields.$metadata) ? fields.$metadata : {};
  const status = metadata.httpStatusCode;
  const response = isObject(fields.$response) ? fields.$response : {};
  const headers = isObject(response.headers) ? response.headers : {};
  return {
    name: error instanceof Error ? error.name : '',
    status: typeof status === 'number' ? status : undefined,
    retryAfterMs: readRetryAfterMs({ get: (name) => (typeof headers[name] === 'string' ? headers[name] : null) }),
  };
}
