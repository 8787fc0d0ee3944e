package dev.tenon.callbacks;

import dev.tenon.error.ModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets an interrupted training continue where it stopped.
 *
 * <p>After each epoch, or a number of batches, the callback writes one file. It holds weights,
 * states, the optimizer's variables, the sums of the metrics and the position in the data. The file
 * replaces the last one only when it is complete. The next training with the same folder continues
 * there; a completed training deletes the file. Callbacks such as {@link EarlyStopping} start anew,
 * as in Keras.
 *
 * <p>A training interrupted within an epoch continues with the next batch; Keras repeats the epoch.
 * The results equal those of an uninterrupted training if the data have the same order: give {@code
 * fit} a seed, or do not shuffle.
 *
 * @see <a href="https://keras.io/api/callbacks/backup_and_restore/">Keras: BackupAndRestore</a>
 */
public final class BackupAndRestore extends BackupAndRestoreSetters implements Callback {
  private static final String NAME = "BackupAndRestore";
  private static final String EPOCH = "epoch";
  private static final String BATCH = "batch";
  private static final String STATE = "state/";

  private final SaveSchedule schedule;
  private int epoch;

  BackupAndRestore(BackupAndRestoreOptions options) {
    super(options);
    this.schedule = new SaveSchedule(options.saveFreq());
  }

  @Override
  BackupAndRestore with(BackupAndRestoreOptions changed) {
    return new BackupAndRestore(changed);
  }

  /**
   * Writes a backup after each {@code epoch}, the default.
   *
   * @param epoch the text {@code epoch}
   * @throws IllegalArgumentException if the text differs
   */
  public BackupAndRestore saveFreq(String epoch) {
    return super.saveFreq(SaveSchedule.of("saveFreq", epoch));
  }

  /** Writes after so many batches instead of after each epoch. */
  @Override
  public BackupAndRestore saveFreq(int batches) {
    return super.saveFreq(SaveSchedule.of(batches));
  }

  private Path file() {
    return options.backupDir().resolve("backup.npz");
  }

  private Path previous() {
    return options.backupDir().resolve("backup.previous.npz");
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    if (Files.exists(file())) {
      try {
        restore(fitting, file());
        return;
      } catch (IllegalArgumentException | ModelException | UncheckedIOException e) {
        if (!Files.exists(previous())) {
          throw e;
        }
        Messages.say(e.getMessage() + "; going on from '" + previous() + "'");
      }
    }
    if (Files.exists(previous())) {
      restore(fitting, previous());
    }
  }

  private static void restore(TrainingRun fitting, Path file) {
    try (Source source = Source.of(file)) {
      Map<String, Tensor> stored = Npz.read(source);
      Map<String, Tensor> state = new LinkedHashMap<>();
      stored.forEach(
          (name, value) -> {
            if (name.startsWith(STATE)) {
              state.put(name.substring(STATE.length()), copy(value));
            }
          });
      Tensor storedEpoch = stored.get(EPOCH);
      Tensor storedBatch = stored.get(BATCH);
      if (storedEpoch == null || storedBatch == null) {
        throw new IllegalArgumentException("it is no backup");
      }
      fitting.restore(
          state, Math.toIntExact(storedEpoch.getLong(0)), Math.toIntExact(storedBatch.getLong(0)));
    } catch (IOException e) {
      throw new UncheckedIOException(NAME + ": cannot read '" + file + "': " + Disk.reason(e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          NAME
              + ": cannot go on from '"
              + file
              + "': "
              + e.getMessage()
              + ". Delete the file to start again",
          e);
    }
  }

  /** Copies a tensor, since the file is closed and replaced later. */
  private static Tensor copy(Tensor view) {
    ByteBuffer bytes = view.bytes();
    ByteBuffer own = ByteBuffer.allocateDirect(bytes.remaining());
    own.put(bytes);
    return Tensor.of(view.dtype(), view.shape(), own.flip());
  }

  @Override
  public void onEpochBegin(TrainingRun fitting, int number) {
    epoch = number;
  }

  @Override
  public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    if (schedule.afterBatch()) {
      write(fitting, epoch, batch + 1);
    }
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int number, Map<String, Double> logs) {
    if (schedule.atEpochs()) {
      write(fitting, number + 1, 0);
    }
  }

  private void write(TrainingRun fitting, int nextEpoch, int nextBatch) {
    Map<String, Tensor> stored = new LinkedHashMap<>();
    stored.put(EPOCH, Tensor.scalar(DType.INT64, (long) nextEpoch));
    stored.put(BATCH, Tensor.scalar(DType.INT64, (long) nextBatch));
    fitting.state().forEach((name, value) -> stored.put(STATE + name, value));
    Disk.write(NAME, file(), () -> store(stored));
  }

  private void store(Map<String, Tensor> stored) throws IOException {
    if (options.doubleCheckpoint() && Files.exists(file())) {
      Files.move(file(), previous(), StandardCopyOption.REPLACE_EXISTING);
    }
    Npz.write(file(), stored);
  }

  @Override
  public void onTrainEnd(TrainingRun fitting, Map<String, Double> logs) {
    if (!options.deleteCheckpoint()) {
      return;
    }
    try {
      Files.deleteIfExists(file());
      Files.deleteIfExists(previous());
      Files.deleteIfExists(options.backupDir());
    } catch (DirectoryNotEmptyException e) {
      // Somebody else's files lie there too: they stay.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(
          NAME + ": cannot delete '" + file() + "': " + Disk.reason(e), e);
    }
  }
}
