export type ServerSettings = Record<string, string | number>;

/** Chosen for a machine with two cores and little memory, where nothing acknowledged may be lost. */
const everywhere: ServerSettings = {
  listen_addresses: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '96MB',
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
  wal_compression: 'pglz',
  max_wal_size: '2GB',
  min_wal_size: '80MB',
  checkpoint_timeout: '15min',
  autovacuum_max_workers: 2,
  autovacuum_naptime: '20s',
  autovacuum_vacuum_scale_factor: 0.05,
  autovacuum_analyze_scale_factor: 0.05,
  autovacuum_vacuum_insert_scale_factor: 0.1,
  // A program that is gone without a word must not hold row locks for hours.
  idle_in_transaction_session_timeout: '5min',
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
