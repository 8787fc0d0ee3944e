package dev.tenon;

import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.EmptyBatch;
import dev.tenon.internal.run.Inputs;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.model.ModelInput;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.RunLimits;
import dev.tenon.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Model} takes and gives, and the values inside it.
 *
 * <p>A model with layers that are {@code stateful} remembers, as in Keras: each {@link #predict} or
 * {@link #run} starts from the states that the one before has ended with, on whichever engine, and
 * so do {@code fit} and {@code evaluate}; {@link #resetStates} begins anew. Predictions of such a
 * model are made one at a time: other threads wait, and the order in which they come counts.
 */
public abstract sealed class PredictingModel extends EditableModel permits TrainableModel {
  PredictingModel() {}

  /** Returns what stands behind the model now. */
  abstract Backing backing();

  /** Fails where the model is closed, also where another one keeps its backing open. */
  abstract void refuseClosed();

  /** Returns a model of the same backing, which is closed with the last of both. */
  abstract Model view(String otherEngine);

  /** Returns the name of the engine that the model runs on. */
  public abstract String engine();

  /** Builds a model that waits for its first data, for samples like these; others stay. */
  public void build(Tensor batch) {
    RequiredArguments.check(batch, "batch");
    build(new TensorType(batch.dtype(), Shape.of(batch.shape())));
  }

  /** Returns what the model wants, in order. */
  public List<ModelInput> inputs() {
    return backing().inputs();
  }

  /** Returns what the model gives, in order. */
  public List<ModelInput> outputs() {
    return backing().outputs();
  }

  /** Returns the names of everything inside that {@link #run} gives, layer by layer. */
  public List<String> innerNames() {
    return backing().innerNames();
  }

  /**
   * Returns those of the inner names that are tensors of a type that Tenon has; the others, such as
   * sequences inside an ONNX file, cannot be asked for.
   */
  public List<String> tensorNames() {
    return backing().tensorNames(engine());
  }

  /**
   * Predicts for a batch, for a model of one input and one output.
   *
   * @param batch the first axis counts the samples; numbers are converted to the input's type
   * @throws IllegalArgumentException where the shape does not fit
   */
  public Tensor predict(Tensor batch) {
    RequiredArguments.check(batch, "batch");
    build(batch);
    one(inputs(), "inputs");
    one(outputs(), "outputs");
    return predict(Map.of(inputs().get(0).name(), batch)).values().iterator().next();
  }

  /** Predicts for a batch of rows, for a model of one flat input and one flat output. */
  public float[][] predict(float[][] rows) {
    RequiredArguments.check(rows, "rows");
    if (rows.length == 0) {
      // Without a row nothing says how long one is.
      refuseClosed();
      return new float[0][];
    }
    Tensor scores = predict(Tensor.of(rows));
    float[][] result = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      result[i] = scores.get(i).toFloatArray();
    }
    return result;
  }

  /** Predicts for a single sample, without the batch axis in or out. */
  public Tensor predictOne(Tensor sample) {
    RequiredArguments.check(sample, "sample");
    return predict(sample.expandDims(0)).get(0);
  }

  final List<String> outputNames() {
    return outputs().stream().map(ModelInput::name).toList();
  }

  /**
   * Predicts for a batch, for a model of any number of inputs and outputs.
   *
   * @param batch one tensor for each input, by its name
   * @return one tensor for each output, by its name, in order
   */
  public Map<String, Tensor> predict(Map<String, Tensor> batch) {
    RequiredArguments.check(batch, "batch");
    return run(batch, outputNames());
  }

  /**
   * Returns outputs and values inside the model.
   *
   * @param batch one tensor for each input, by its name
   * @param wanted names of outputs or of layers, such as {@code encoder/dense_1}; see {@link
   *     #innerNames()}
   * @return one tensor for each name, in order
   */
  public Map<String, Tensor> run(Map<String, Tensor> batch, List<String> wanted) {
    RequiredArguments.check(batch, "batch");
    RequiredArguments.check(wanted, "wanted");
    return run(batch, wanted, Deadline.after(runLimits().time()));
  }

  /** Runs the model for no longer than a deadline allows. */
  final Map<String, Tensor> run(Map<String, Tensor> batch, List<String> wanted, Deadline deadline) {
    List<ModelInput> inputs = inputs();
    Map<String, Tensor> checked = Inputs.check(inputs, batch);
    refuseClosed();
    List<Tensor> results;
    try {
      List<Tensor> empty = EmptyBatch.answer(backing(), inputs, checked, wanted);
      results = empty == null ? backing().run(engine(), checked, wanted, deadline) : empty;
    } finally {
      // Garbage ends a model, and this one may have no other use than this call.
      Reference.reachabilityFence(this);
    }
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      named.put(wanted.get(i), results.get(i));
    }
    return named;
  }

  /**
   * Says whether the model remembers: whether what it predicts depends on the predictions before.
   *
   * <p>Keras models with stateful layers do, and ONNX files that Tenon wrote of them.
   */
  public boolean keepsStates() {
    return backing().keepsStates();
  }

  /**
   * Lets the next prediction start as the first one did: Keras' {@code reset_states}. A model that
   * remembers nothing stays as it is.
   *
   * <p>The states themselves are among {@link Model#weights}, as {@code lstm/rnn_state}.
   */
  public void resetStates() {
    backing().resetStates();
  }

  /** Returns what a run of this model may take at most. */
  public abstract RunLimits runLimits();

  /**
   * Sets what a run of this model may take at most, for models of strangers: see {@link RunLimits}.
   * The same model on another engine has the same limits.
   */
  public abstract Model setRunLimits(RunLimits limits);

  private static void one(List<ModelInput> list, String what) {
    if (list.size() != 1) {
      throw new IllegalArgumentException(
          "the model has " + list.size() + " " + what + ": use predict(Map), with " + list);
    }
  }
}
