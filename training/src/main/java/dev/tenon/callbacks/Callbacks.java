package dev.tenon.callbacks;

import java.nio.file.Path;
import java.time.Clock;

/**
 * The factories of Keras' callbacks, with Keras' default arguments.
 *
 * <p>Setters on the result change arguments: {@code earlyStopping().patience(2)}.
 *
 * @see <a href="https://keras.io/api/callbacks/">Keras: callbacks</a>
 */
public final class Callbacks {
  private Callbacks() {}

  /** Returns a callback that stops training when {@code val_loss} stops improving. */
  public static EarlyStopping earlyStopping() {
    return new EarlyStopping(EarlyStoppingOptions.DEFAULTS);
  }

  /**
   * Returns a callback that stops training when a value stops improving.
   *
   * @param monitor the name of the value, such as {@code val_loss} or {@code accuracy}
   */
  public static EarlyStopping earlyStopping(String monitor) {
    return earlyStopping().monitor(monitor);
  }

  /**
   * Returns a callback that saves the model after each epoch.
   *
   * @param filepath a name that ends in {@code .keras}, {@code .h5} or {@code .onnx}, with fields
   *     such as {@code {epoch:02d}}
   */
  public static ModelCheckpoint modelCheckpoint(String filepath) {
    return new ModelCheckpoint(
        ModelCheckpointOptions.of(filepath), (model, target) -> model.save(target));
  }

  /**
   * Returns a callback that saves the model after each epoch; see {@link #modelCheckpoint(String)}.
   *
   * @param filepath the file
   */
  public static ModelCheckpoint modelCheckpoint(Path filepath) {
    return modelCheckpoint(filepath.toString());
  }

  /** Returns a callback that reduces the learning rate when {@code val_loss} stops improving. */
  public static ReduceLROnPlateau reduceLROnPlateau() {
    return new ReduceLROnPlateau(ReduceLROnPlateauOptions.DEFAULTS);
  }

  /**
   * Returns a callback that reduces the learning rate when a value stops improving.
   *
   * @param monitor the name of the value, such as {@code val_loss}
   */
  public static ReduceLROnPlateau reduceLROnPlateau(String monitor) {
    return reduceLROnPlateau().monitor(monitor);
  }

  /**
   * Returns a callback that sets the learning rate before each epoch.
   *
   * @param schedule the learning rate of an epoch
   */
  public static LearningRateScheduler learningRateScheduler(
      LearningRateScheduler.Schedule schedule) {
    return new LearningRateScheduler(new LearningRateSchedulerOptions(schedule, 0));
  }

  /**
   * Returns a callback that appends the loss and the metrics of each epoch to a CSV file.
   *
   * @param filename the file
   */
  public static CSVLogger csvLogger(Path filename) {
    return new CSVLogger(CSVLoggerOptions.of(filename));
  }

  /**
   * Returns a callback that appends the loss and the metrics of each epoch to a CSV file.
   *
   * @param filename the file
   */
  public static CSVLogger csvLogger(String filename) {
    return csvLogger(Path.of(filename));
  }

  /** Returns a callback that stops training when the loss is NaN or infinite. */
  public static TerminateOnNaN terminateOnNaN() {
    return new TerminateOnNaN(false);
  }

  /** Returns a callback without actions, which setters add. */
  public static LambdaCallback lambdaCallback() {
    return new LambdaCallback(LambdaActions.NONE);
  }

  /**
   * Returns a callback that lets an interrupted training continue.
   *
   * @param backupDir the folder of the state, for this training only
   */
  public static BackupAndRestore backupAndRestore(Path backupDir) {
    return new BackupAndRestore(BackupAndRestoreOptions.of(backupDir));
  }

  /**
   * Returns a callback that lets an interrupted training continue; see {@link
   * #backupAndRestore(Path)}.
   *
   * @param backupDir the folder of the state
   */
  public static BackupAndRestore backupAndRestore(String backupDir) {
    return backupAndRestore(Path.of(backupDir));
  }

  /** Returns the callback that prints progress; {@code fit} adds it by itself. */
  public static ProgbarLogger progbarLogger() {
    return new ProgbarLogger();
  }

  /** Returns a callback that sends the logs of each epoch to {@code http://localhost:9000}. */
  public static RemoteMonitor remoteMonitor() {
    return new RemoteMonitor(RemoteMonitorOptions.DEFAULTS);
  }

  /**
   * Returns a callback that sends the logs of each epoch to a server.
   *
   * @param root the URL of the server, such as {@code http://localhost:9000}
   */
  public static RemoteMonitor remoteMonitor(String root) {
    return remoteMonitor().root(root);
  }

  /** Returns a callback that evaluates with the moving averages of the weights. */
  public static SwapEMAWeights swapEMAWeights() {
    return new SwapEMAWeights(false);
  }

  /** Returns a callback that writes TensorBoard event files to the folder {@code logs}. */
  public static TensorBoard tensorBoard() {
    return tensorBoard(Path.of("logs"));
  }

  /**
   * Returns a callback that writes TensorBoard event files.
   *
   * @param logDir the folder, which gets the subfolders {@code train} and {@code validation}
   */
  public static TensorBoard tensorBoard(Path logDir) {
    return new TensorBoard(TensorBoardOptions.of(logDir), Clock.systemUTC());
  }

  /**
   * Returns a callback that writes TensorBoard event files; see {@link #tensorBoard(Path)}.
   *
   * @param logDir the folder of the event files
   */
  public static TensorBoard tensorBoard(String logDir) {
    return tensorBoard(Path.of(logDir));
  }
}
