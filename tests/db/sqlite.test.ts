import { scratchSqlite } from '../server/inside.ts';
import { testCore } from './core.ts';

testCore('SQLite', scratchSqlite);
