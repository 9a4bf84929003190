export type PackageManager = 'npm' | 'pip' | 'cargo' | 'go' | 'gem' | 'composer';

/** Names that others like to be taken for. */
export const knownPackages: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: 'react react-dom next vue angular svelte express fastify koa lodash underscore axios node-fetch got request chalk commander yargs minimist inquirer ora debug dotenv cross-env rimraf mkdirp glob fs-extra chokidar semver uuid nanoid moment dayjs date-fns typescript ts-node esbuild vite vitest webpack rollup babel-core eslint prettier jest mocha chai sinon cypress playwright puppeteer redux zod joi ajv mongoose sequelize prisma knex mysql mysql2 redis ioredis jsonwebtoken bcrypt bcryptjs passport cors helmet body-parser cookie-parser socket.io graphql apollo-server tailwindcss bootstrap jquery three rxjs ethers web3 aws-sdk firebase stripe nodemailer winston pino colors faker coffee-script event-stream electron'.split(
    ' ',
  ),
  pip: 'requests urllib3 numpy pandas scipy matplotlib scikit-learn tensorflow torch transformers openai anthropic langchain flask django fastapi uvicorn gunicorn jinja2 sqlalchemy alembic psycopg2 psycopg2-binary pymysql redis celery boto3 botocore pydantic pytest tox black ruff mypy isort click typer rich tqdm pyyaml toml python-dateutil pytz cryptography paramiko bcrypt pyjwt beautifulsoup4 lxml selenium scrapy pillow opencv-python setuptools wheel virtualenv poetry colorama six attrs certifi idna charset-normalizer httpx aiohttp websockets'.split(
    ' ',
  ),
  cargo:
    'serde serde_json tokio rand clap anyhow thiserror log env_logger tracing reqwest hyper axum actix-web regex chrono itertools rayon futures syn quote libc bytes uuid sqlx diesel once_cell lazy_static'.split(
      ' ',
    ),
  go: 'github.com/gin-gonic/gin github.com/spf13/cobra github.com/stretchr/testify github.com/sirupsen/logrus github.com/gorilla/mux go.uber.org/zap gorm.io/gorm github.com/google/uuid'.split(
    ' ',
  ),
  gem: 'rails rake rspec sinatra puma devise nokogiri sidekiq rubocop bundler pg mysql2 redis faraday httparty jekyll rest-client'.split(
    ' ',
  ),
  composer:
    'laravel/framework symfony/symfony symfony/console monolog/monolog guzzlehttp/guzzle phpunit/phpunit doctrine/orm twig/twig'.split(
      ' ',
    ),
};
