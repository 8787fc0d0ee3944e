package dev.tenon.callbacks;

import dev.tenon.data.Dataset;
import dev.tenon.model.SaveReport;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The model of a training as callbacks see it, with its current weights.
 *
 * <p>{@code dev.tenon.Model} implements this interface.
 */
public interface TrainedModel {
  /** Returns the current value of each weight and state, by path, in Keras' order. */
  Map<String, Tensor> weights();

  /**
   * Sets weights and states; those that are not named keep their values.
   *
   * @param values the values by path
   * @throws IllegalArgumentException if a path is unknown or a shape differs
   */
  void setWeights(Map<String, Tensor> values);

  /**
   * Returns the output of a model with one input and one output for a batch.
   *
   * @param batch the samples along the first axis
   */
  Tensor predict(Tensor batch);

  /**
   * Returns the output of a model with one input and one output for rows.
   *
   * @param rows a sample in each row
   */
  float[][] predict(float[][] rows);

  /**
   * Returns the outputs for a batch, both by name.
   *
   * @param batch the samples along the first axis
   */
  Map<String, Tensor> predict(Map<String, Tensor> batch);

  /**
   * Returns the outputs for all batches of a data set, by name.
   *
   * @param data the batches
   */
  Map<String, Tensor> predict(Dataset data);

  /**
   * Returns the loss and the metrics on samples, by name.
   *
   * @param x the inputs
   * @param y the targets
   */
  Map<String, Double> evaluate(Tensor x, Tensor y);

  /**
   * Returns the loss and the metrics on a data set, by name.
   *
   * @param data the batches
   */
  Map<String, Double> evaluate(Dataset data);

  /** Returns the table of the layers. */
  String summary();

  /**
   * Saves the model in the format of the file's suffix.
   *
   * @param target the file
   * @return the file, and notes on information that the format cannot hold
   * @throws IOException if the file cannot be written
   */
  SaveReport save(Path target) throws IOException;

  /**
   * Saves the model as a Keras file with options.
   *
   * @param target the file
   * @param options the options
   * @throws IOException if the file cannot be written
   */
  SaveReport save(Path target, KerasOptions options) throws IOException;

  /**
   * Checks that the model can be saved to a file, without a write.
   *
   * @param target the file
   * @throws dev.tenon.error.UnsupportedModelException if the format cannot hold the model
   */
  void checkSavable(Path target);
}
