package dev.tenon.internal.thread;

import java.util.concurrent.ThreadFactory;

/** Makes threads that do not keep a program from ending. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** Returns a factory of daemon threads of one name, by which dumps of threads show them. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
