import { scratchSqlite } from '../stage/inside.ts';
import { testClock } from './databases.ts';

testClock('SQLite', () => scratchSqlite());
