import Sqlite from 'better-sqlite3';

/**
 * better-sqlite3 12 ends the whole process on Node 24.19 and newer when one of its objects is collected while no JavaScript
 * runs, and version 13 does not run on Node 20. So none is collected: every database, and every statement that is prepared
 * through the database given here, lives as long as the process. Statements are to be prepared once, not for each use.
 */
const held: object[] = [];

/** `file` is a path, or what such a file holds, to be read. */
export function openSqlite(file: string | Buffer, options?: Sqlite.Options): Sqlite.Database {
  const database = new Sqlite(file, options);
  const prepare = database.prepare.bind(database);
  const holdAndPrepare = (source: string) => {
    const statement = prepare(source);
    held.push(statement);
    return statement;
  };
  const readPragma = (source: string, { simple = false }: Sqlite.PragmaOptions = {}) => {
    const statement = holdAndPrepare(`PRAGMA ${source}`);
    return simple ? statement.pluck().get() : statement.all();
  };
  held.push(database);
  return Object.assign(database, { prepare: holdAndPrepare, pragma: readPragma });
}
