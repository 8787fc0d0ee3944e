package dev.tenon.spark.internal.execution;

import dev.tenon.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loaded models of a JVM, each shared by all tasks that use it.
 *
 * <p>A model without a task stays loaded, for the next stage: the last {@value #MOST_IDLE} do. The
 * end of the JVM closes them.
 */
public final class ExecutorModels {
  private static final int MOST_IDLE = 2;

  /** In order of the last use. */
  private static final Map<String, Entry> LOADED = new LinkedHashMap<>(16, 0.75f, true);

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ExecutorModels::closeIdle, "tenon-spark-end"));
  }

  private ExecutorModels() {}

  /** A use of a model by a task. */
  public static final class Lease implements AutoCloseable {
    private final Entry entry;
    private final Model model;
    private boolean closed;

    private Lease(Entry entry, Model model) {
      this.entry = entry;
      this.model = model;
    }

    /** Returns the model, which the holder of the lease does not close. */
    public Model model() {
      return model;
    }

    /** Ends the use; a second call has no effect. */
    @Override
    public void close() {
      synchronized (LOADED) {
        if (!closed) {
          closed = true;
          entry.users--;
          trim(MOST_IDLE);
        }
      }
    }
  }

  private static final class Entry {
    private int users;
    private @Nullable Model model;

    /** Loads the model in the first task; the others wait. */
    synchronized Model model(ModelSource source) throws IOException {
      Model known = model;
      if (known == null) {
        known = source.load();
        model = known;
      }
      return known;
    }

    synchronized void close() {
      if (model != null) {
        model.close();
        model = null;
      }
    }
  }

  /**
   * Returns a lease of a model, which is loaded if this JVM does not have it yet.
   *
   * @param source the model
   */
  public static Lease lease(ModelSource source) {
    Entry entry;
    synchronized (LOADED) {
      entry = LOADED.computeIfAbsent(source.key(), key -> new Entry());
      entry.users++;
    }
    try {
      return new Lease(entry, entry.model(source));
    } catch (IOException e) {
      release(source.key(), entry);
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      release(source.key(), entry);
      throw e;
    }
  }

  private static void release(String key, Entry entry) {
    synchronized (LOADED) {
      entry.users--;
      if (entry.users == 0) {
        LOADED.remove(key, entry);
      }
    }
  }

  /** Returns the number of loaded models, with and without tasks. */
  static int size() {
    synchronized (LOADED) {
      return LOADED.size();
    }
  }

  /** Closes all models that no task uses. */
  static void closeIdle() {
    synchronized (LOADED) {
      trim(0);
    }
  }

  /** Closes models that no task uses, except the last ones that one used. */
  private static void trim(int most) {
    long idle = LOADED.values().stream().filter(entry -> entry.users == 0).count();
    for (Iterator<Entry> all = LOADED.values().iterator(); idle > most && all.hasNext(); ) {
      Entry entry = all.next();
      if (entry.users == 0) {
        all.remove();
        entry.close();
        idle--;
      }
    }
  }
}
