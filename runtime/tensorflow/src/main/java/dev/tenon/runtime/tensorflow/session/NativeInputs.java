package dev.tenon.runtime.tensorflow.session;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.graph.HostTensors;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Session;

/** What one run is fed, in TensorFlow's own memory. */
public final class NativeInputs implements AutoCloseable {
  private final List<GraphSession.Feed> feeds;
  private final List<org.tensorflow.Tensor> tensors = new ArrayList<>();
  private Map<String, Tensor> inputs;

  private NativeInputs(List<GraphSession.Feed> feeds, Map<String, Tensor> inputs) {
    this.feeds = feeds;
    this.inputs = inputs;
  }

  /**
   * Copies tensors into TensorFlow's memory.
   *
   * @param model named in messages
   * @param needed what is fed, from {@code inputs} by name
   * @throws IllegalArgumentException where one is missing, or of another type or shape
   */
  static NativeInputs of(String model, List<GraphSession.Feed> needed, Map<String, Tensor> inputs) {
    NativeInputs made = new NativeInputs(needed, inputs);
    boolean whole = false;
    try {
      for (GraphSession.Feed feed : needed) {
        made.tensors.add(HostTensors.toNative(checked(model, feed.value(), inputs)));
      }
      whole = true;
      return made;
    } catch (RuntimeException e) {
      throw RunFailure.explain(e, made.given());
    } finally {
      if (!whole) {
        made.close();
      }
    }
  }

  /** Returns an input of a run, of the type and shape that the model takes. */
  static Tensor checked(String model, Value input, Map<String, Tensor> inputs) {
    Tensor tensor = inputs.get(input.name());
    if (tensor == null) {
      throw new IllegalArgumentException(
          "model '"
              + model
              + "': input '"
              + input.name()
              + "' is missing; expected "
              + input.type()
              + ", received tensors for "
              + inputs.keySet());
    }
    if (tensor.dtype() != input.dtype() || !fits(tensor.shape(), input.shape())) {
      throw new IllegalArgumentException(
          "model '"
              + model
              + "': input '"
              + input.name()
              + "' expects "
              + input.type()
              + " but received "
              + tensor.dtype().numpyName()
              + tensor.shapeString());
    }
    return tensor;
  }

  private static boolean fits(long[] lengths, Shape shape) {
    if (!shape.ranked()) {
      return true;
    }
    if (shape.rank() != lengths.length) {
      return false;
    }
    for (int i = 0; i < lengths.length; i++) {
      if (shape.dim(i).isKnown() && shape.length(i) != lengths[i]) {
        return false;
      }
    }
    return true;
  }

  /** Gives a run its inputs. */
  void feed(Session.Runner runner) {
    for (int i = 0; i < tensors.size(); i++) {
      runner.feed(feeds.get(i).placeholder(), tensors.get(i));
    }
  }

  /** Returns what the caller gave of all that is fed; training has more, which no one named. */
  Map<String, Tensor> given() {
    return given(feeds, inputs);
  }

  static Map<String, Tensor> given(List<GraphSession.Feed> feeds, Map<String, Tensor> inputs) {
    Map<String, Tensor> given = new LinkedHashMap<>();
    for (GraphSession.Feed feed : feeds) {
      Tensor tensor = inputs.get(feed.value().name());
      if (tensor != null) {
        given.put(feed.value().name(), tensor);
      }
    }
    return given;
  }

  /** Frees the memory; a second call does nothing. */
  @Override
  public void close() {
    tensors.forEach(org.tensorflow.Tensor::close);
    tensors.clear();
    inputs = Map.of();
  }
}
