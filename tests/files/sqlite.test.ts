import { scratchSqlite } from '../stage/inside.ts';
import { testFiles } from './databases.ts';

testFiles('SQLite', scratchSqlite);
