// Run by mongosh: makes the replica set where there is none, and waits until its member takes writes.
/* global db, rs, sleep, quit, print */
const NOT_YET_INITIALIZED = 94;
const MOST_SECONDS = 60;

try {
  rs.status();
} catch (error) {
  if (error.code !== NOT_YET_INITIALIZED) throw error;
  rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'mongodb:27017' }] });
}
for (let second = 0; second < MOST_SECONDS && !db.hello().isWritablePrimary; second += 1) sleep(1000);
if (!db.hello().isWritablePrimary) {
  print('the replica set has no primary');
  quit(1);
}
