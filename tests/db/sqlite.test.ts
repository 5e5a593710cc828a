import { scratchSqlite } from '../server/inside.ts';
import { testCore } from './core.ts';
import { testRecovery } from './recovery.ts';

testCore('SQLite', scratchSqlite);
testRecovery('SQLite', async () => null);
