export type ServerSettings = Record<string, string | number>;

/** Chosen for a machine with two cores and little memory, where nothing acknowledged may be lost. */
const everywhere: ServerSettings = {
  listen_addresses: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // Touched only as far as it is needed: a quiet desk holds a fraction of it. Names on networks are spread evenly over their indexes, which must fit in a burst.
  shared_buffers: '256MB',
  huge_pages: 'off',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: 1.1,
  max_connections: 60,
  // A parallel plan takes memory from /dev/shm (64 MB in a container) and both cores from everybody else.
  max_parallel_workers_per_gather: 0,
  max_worker_processes: 4,
  max_logical_replication_workers: 0,
  jit: 'off',
  // The one method that every build has takes more from two cores than the disk gives back.
  wal_compression: 'off',
  max_wal_size: '2GB',
  min_wal_size: '80MB',
  checkpoint_timeout: '15min',
  autovacuum_max_workers: 2,
  autovacuum_naptime: '20s',
  autovacuum_vacuum_scale_factor: 0.05,
  // Plans of ours hang on indexes, not on fresh counts: counting tables that grow by thousands of rows a second again and again took a tenth of a core.
  autovacuum_analyze_scale_factor: 0.2,
  // Rows that only ever come are not worth reading again at every fifth of growth.
  autovacuum_vacuum_insert_scale_factor: 1,
  // A program that is gone without a word must not hold row locks for hours.
  idle_in_transaction_session_timeout: '5min',
  // Nor must its last statement run on for nobody.
  client_connection_check_interval: '3s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %u@%d ',
  log_min_messages: 'warning',
  // An error's statement and parameters may hold an author's words.
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: 0,
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** From 18 on reading is done by extra processes unless told otherwise: three fewer, some 10 MB less. */
const since18: ServerSettings = { io_method: 'sync', autovacuum_worker_slots: 2 };

/** The settings of a server of this major version, the caller's last. */
export function serverSettings(version: number, own: ServerSettings = {}): ServerSettings {
  return { ...everywhere, ...(version >= 18 ? since18 : {}), ...own };
}

/** As arguments of the program `postgres`. */
export function asArguments(settings: ServerSettings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
