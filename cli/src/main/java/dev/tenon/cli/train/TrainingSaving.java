package dev.tenon.cli.train;

import dev.tenon.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what a fine-tuning has learned when its process is told to end, or killed.
 *
 * <p>The model is written after each epoch, but not so often that writing takes more than a tenth
 * of the time. SIGTERM and Ctrl-C end the training after the present batch, and the process once
 * that model is written too.
 */
public final class TrainingSaving implements AutoCloseable {
  /** A batch and a file take less; who asks for the end waits so long and no longer. */
  private static final long LONGEST_SECONDS = 60;

  private static final long TIMES = 10;

  private final TrainedFiles files;
  private final List<String> classNames;
  private final PrintWriter err;
  private final Thread hook = new Thread(this::end, "tenon-training-end");
  private final CountDownLatch written = new CountDownLatch(1);
  private volatile boolean learning;
  private volatile boolean asked;
  private volatile boolean stopped;
  private boolean ended;
  private boolean saved;
  private long savedAt;
  private long took;

  private TrainingSaving(TrainedFiles files, List<String> classNames, PrintWriter err) {
    this.files = files;
    this.classNames = classNames;
    this.err = err;
  }

  /** Returns a saving that is told when the process is to end. */
  public static TrainingSaving start(TrainedFiles files, List<String> classNames, PrintWriter err) {
    TrainingSaving saving = new TrainingSaving(files, classNames, err);
    Runtime.getRuntime().addShutdownHook(saving.hook);
    return saving;
  }

  /** Says whether the process is to end; is asked after each batch. */
  public boolean isAsked() {
    learning = true;
    return asked;
  }

  /** Says whether the training was ended before its time, and its model is written. */
  public boolean hasStopped() {
    return stopped;
  }

  /** Writes the model of an epoch, where the last one was written long enough ago. */
  public void epoch(Model model) {
    if (!saved || System.nanoTime() - savedAt >= TIMES * took) {
      save(model);
    }
  }

  /** Writes the model of the last batch. */
  public void stop(Model model) {
    try {
      save(model);
      stopped = true;
      err.println("stopped: " + files.model() + " has what was learned so far");
      err.flush();
    } finally {
      written.countDown();
    }
  }

  private synchronized void save(Model model) {
    if (ended) {
      return;
    }
    long start = System.nanoTime();
    try {
      files.write(model, classNames);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    saved = true;
    savedAt = System.nanoTime();
    took = savedAt - start;
  }

  /** Lets the process end when the training has stopped, and in the middle of no file. */
  private void end() {
    asked = true;
    try {
      if (learning && !written.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        err.println("stopped: the training has not come to the end of a batch");
        err.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      ended = true;
    }
  }

  /** Ends the watch: all files are written. */
  @Override
  public void close() {
    written.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already.
      return;
    }
  }
}
