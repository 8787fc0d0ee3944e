package dev.tenon.spark.internal.training;

import dev.tenon.callbacks.BackupAndRestore;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Callbacks;
import dev.tenon.callbacks.TrainingRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Saves a training after each epoch in a folder that all executors see, and goes on from there.
 *
 * <p>The folder of an epoch appears under its name when it is complete.
 */
public final class Checkpoints implements Callback {
  private static final String PREFIX = "epoch-";
  private static final String STATE = "backup.npz";
  private static final String REPORTS = "reports.json";

  private final FileSystem system;
  private final Path shared;
  private final java.nio.file.Path local;
  private final boolean writes;
  private final EpochReports reports;
  private final BackupAndRestore backup;

  /**
   * Creates a callback.
   *
   * @param shared the folder that all executors see
   * @param local an empty folder of this machine
   * @param writes whether this task saves; all tasks restore
   * @param reports the epochs, which are saved too
   */
  public Checkpoints(
      FileSystem system,
      Path shared,
      java.nio.file.Path local,
      boolean writes,
      EpochReports reports) {
    this.system = system;
    this.shared = shared;
    this.local = local;
    this.writes = writes;
    this.reports = reports;
    this.backup = Callbacks.backupAndRestore(local).deleteCheckpoint(false);
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    try {
      Path newest = newest(system, shared);
      if (newest != null) {
        try (InputStream stream = system.open(new Path(newest, STATE))) {
          Files.copy(stream, local.resolve(STATE), StandardCopyOption.REPLACE_EXISTING);
        }
        try (InputStream stream = system.open(new Path(newest, REPORTS))) {
          reports.goOn(
              EpochReport.readAll(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        }
      }
      backup.onTrainBegin(fitting);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a checkpoint of '" + shared + "'", e);
    }
  }

  @Override
  public void onEpochBegin(TrainingRun fitting, int epoch) {
    backup.onEpochBegin(fitting, epoch);
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    if (!writes) {
      return;
    }
    backup.onEpochEnd(fitting, epoch, logs);
    try {
      Path temporary = new Path(shared, "." + PREFIX + epoch);
      system.delete(temporary, true);
      system.mkdirs(temporary);
      try (OutputStream stream = system.create(new Path(temporary, STATE))) {
        Files.copy(local.resolve(STATE), stream);
      }
      try (OutputStream stream = system.create(new Path(temporary, REPORTS))) {
        stream.write(EpochReport.write(reports.all()).getBytes(StandardCharsets.UTF_8));
      }
      Path target = new Path(shared, PREFIX + epoch);
      system.delete(target, true);
      if (!system.rename(temporary, target)) {
        throw new IOException("cannot rename '" + temporary + "'");
      }
      system.delete(new Path(shared, PREFIX + (epoch - 1)), true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a checkpoint into '" + shared + "'", e);
    }
  }

  /** Returns the folder of the last epoch that was saved; null for none. */
  static @Nullable Path newest(FileSystem system, Path shared) throws IOException {
    Path newest = null;
    int best = -1;
    if (system.exists(shared)) {
      for (FileStatus status : system.listStatus(shared)) {
        int epoch = epoch(status.getPath().getName());
        if (epoch > best) {
          best = epoch;
          newest = status.getPath();
        }
      }
    }
    return newest;
  }

  /** Deletes the checkpoints of a training that is complete; other files stay. */
  public static void delete(FileSystem system, Path shared) throws IOException {
    if (system.exists(shared)) {
      for (FileStatus status : system.listStatus(shared)) {
        if (epoch(status.getPath().getName()) >= 0) {
          system.delete(status.getPath(), true);
        }
      }
    }
  }

  private static int epoch(String name) {
    return name.matches(PREFIX + "[0-9]{1,9}")
        ? Integer.parseInt(name.substring(PREFIX.length()))
        : -1;
  }
}
