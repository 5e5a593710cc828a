import { scratchSqlite } from '../stage/inside.ts';
import { testCore } from './core.ts';
import { testRecovery } from '../recovery/databases.ts';

testCore('SQLite', scratchSqlite);
testRecovery('SQLite', async () => null);
