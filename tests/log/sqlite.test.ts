import { scratchSqlite } from '../stage/inside.ts';
import { testClosing } from './databases.ts';

testClosing('SQLite', () => scratchSqlite(), 5000);
