package dev.tenon.callbacks;

import java.nio.file.Path;
import java.time.Clock;

/**
 * Keras' callbacks with Keras' defaults.
 *
 * <p>What differs from them is said on the result: {@code earlyStopping().patience(2)}.
 *
 * @see <a href="https://keras.io/api/callbacks/">Keras: callbacks</a>
 */
public final class Callbacks {
  private Callbacks() {}

  /** Returns a callback that ends a training that gets no better. */
  public static EarlyStopping earlyStopping() {
    return new EarlyStopping(EarlyStoppingOptions.DEFAULTS);
  }

  /**
   * Returns a callback that saves the model.
   *
   * @param filepath a name that ends in {@code .keras}, {@code .h5} or {@code .onnx}, with fields
   *     such as {@code {epoch:02d}}
   */
  public static ModelCheckpoint modelCheckpoint(String filepath) {
    return new ModelCheckpoint(
        ModelCheckpointOptions.of(filepath), (model, target) -> model.save(target));
  }

  /** Returns a callback that saves the model; see {@link #modelCheckpoint(String)}. */
  public static ModelCheckpoint modelCheckpoint(Path filepath) {
    return modelCheckpoint(filepath.toString());
  }

  /** Returns a callback that lowers the learning rate of a training that gets no better. */
  public static ReduceLROnPlateau reduceLROnPlateau() {
    return new ReduceLROnPlateau(ReduceLROnPlateauOptions.DEFAULTS);
  }

  /** Returns a callback that sets the learning rate before every epoch. */
  public static LearningRateScheduler learningRateScheduler(
      LearningRateScheduler.Schedule schedule) {
    return new LearningRateScheduler(schedule, 0);
  }

  /** Returns a callback that writes a line of numbers after every epoch. */
  public static CSVLogger csvLogger(Path filename) {
    return new CSVLogger(CSVLoggerOptions.of(filename));
  }

  /** Returns a callback that writes a line of numbers after every epoch. */
  public static CSVLogger csvLogger(String filename) {
    return csvLogger(Path.of(filename));
  }

  /** Returns a callback that ends a training whose loss is no number any more. */
  public static TerminateOnNaN terminateOnNaN() {
    return new TerminateOnNaN(false);
  }

  /** Returns a callback that does nothing until it is given functions. */
  public static LambdaCallback lambdaCallback() {
    return new LambdaCallback(LambdaActions.NONE);
  }

  /**
   * Returns a callback that lets a killed fit go on.
   *
   * @param backupDir where the state is kept, of this one fit only
   */
  public static BackupAndRestore backupAndRestore(Path backupDir) {
    return new BackupAndRestore(BackupAndRestoreOptions.of(backupDir));
  }

  /** Returns a callback that lets a killed fit go on; see {@link #backupAndRestore(Path)}. */
  public static BackupAndRestore backupAndRestore(String backupDir) {
    return backupAndRestore(Path.of(backupDir));
  }

  /** Returns the callback that prints how far an epoch is; {@code fit} adds it by itself. */
  public static ProgbarLogger progbarLogger() {
    return new ProgbarLogger();
  }

  /** Returns a callback that sends the numbers of each epoch to a server on this machine. */
  public static RemoteMonitor remoteMonitor() {
    return new RemoteMonitor(RemoteMonitorOptions.DEFAULTS);
  }

  /**
   * Returns a callback that sends the numbers of each epoch to a server.
   *
   * @param root the server, such as {@code http://localhost:9000}
   */
  public static RemoteMonitor remoteMonitor(String root) {
    return remoteMonitor().root(root);
  }

  /** Returns a callback that evaluates with the moving averages of the weights. */
  public static SwapEMAWeights swapEMAWeights() {
    return new SwapEMAWeights(false);
  }

  /** Returns a callback that writes what TensorBoard shows, into the folder {@code logs}. */
  public static TensorBoard tensorBoard() {
    return tensorBoard(Path.of("logs"));
  }

  /**
   * Returns a callback that writes what TensorBoard shows.
   *
   * @param logDir gets the folders {@code train} and {@code validation}
   */
  public static TensorBoard tensorBoard(Path logDir) {
    return new TensorBoard(TensorBoardOptions.of(logDir), Clock.systemUTC());
  }

  /** Returns a callback that writes what TensorBoard shows; see {@link #tensorBoard(Path)}. */
  public static TensorBoard tensorBoard(String logDir) {
    return tensorBoard(Path.of(logDir));
  }
}
