/** What a service worker has around it, as far as ours uses it: the types of a worker cannot stand beside those of a page. */

export interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void;
}
export interface PushEvent extends WorkerEvent {
  data: { text(): string } | null;
}
export interface NotificationEvent extends WorkerEvent {
  notification: { close(): void; data: unknown };
}
export interface WindowOfDesk {
  visibilityState: string;
  focus(): Promise<WindowOfDesk>;
  navigate(link: string): Promise<unknown>;
}
export interface Events {
  install: WorkerEvent;
  activate: WorkerEvent;
  push: PushEvent;
  notificationclick: NotificationEvent;
}
export interface WorkerScope {
  addEventListener<Name extends keyof Events>(name: Name, heard: (event: Events[Name]) => void): void;
  skipWaiting(): Promise<void>;
  registration: { showNotification(title: string, options: object): Promise<void> };
  clients: {
    claim(): Promise<void>;
    matchAll(of: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly WindowOfDesk[]>;
    openWindow(link: string): Promise<unknown>;
  };
  fetch(address: string, how: RequestInit): Promise<unknown>;
}
