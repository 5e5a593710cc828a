/** Files of tests that share a process: what one of them has made quick is slow again after it. */
import { afterAll } from 'vitest';
import { stretchFully } from './quick-stretching.ts';

afterAll(stretchFully);
