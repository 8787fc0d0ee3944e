package dev.tenon.internal.train.objective;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names under which a session's parameters are kept outside it. */
public final class SessionState {
  static final String METRICS = "metrics";

  private SessionState() {}

  /**
   * Names parameters by their number: paths need not be unique, and the layers of a model that is
   * built twice in one process are called differently.
   *
   * @param group what they are
   */
  public static Map<String, Parameter> named(String group, List<Parameter> parameters) {
    Map<String, Parameter> named = new LinkedHashMap<>();
    List<Parameter> distinct = parameters.stream().distinct().toList();
    for (int i = 0; i < distinct.size(); i++) {
      named.put(group + "/" + i, distinct.get(i));
    }
    return named;
  }

  /** Returns the part of a state that belongs to metrics. */
  public static Map<String, Tensor> metrics(Map<String, Tensor> state) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    state.forEach(
        (name, value) -> {
          if (name.startsWith(METRICS + "/")) {
            found.put(name, value);
          }
        });
    return found;
  }

  /**
   * Returns a value for each parameter.
   *
   * @throws IllegalArgumentException where the state has no value for one, or a value for another
   */
  public static Map<Parameter, Tensor> all(
      Map<String, Parameter> named, Map<String, Tensor> state) {
    for (Map.Entry<String, Parameter> entry : named.entrySet()) {
      Tensor value = state.get(entry.getKey());
      long[] shape = entry.getValue().shape();
      if (value == null || !Arrays.equals(value.shape(), shape)) {
        throw new IllegalArgumentException(
            "the state is of another model or optimizer: '"
                + entry.getValue().path()
                + "' of shape "
                + Arrays.toString(shape)
                + (value == null ? " is not in it" : " has shape " + value.shapeString()));
      }
    }
    for (String name : state.keySet()) {
      if (!named.containsKey(name) && !name.startsWith(METRICS + "/")) {
        throw new IllegalArgumentException(
            "the state is of another model or optimizer: it has more, such as '" + name + "'");
      }
    }
    return fitting(named, state);
  }

  /** Returns the values of those parameters that a state has in the right shape. */
  public static Map<Parameter, Tensor> fitting(
      Map<String, Parameter> named, Map<String, Tensor> state) {
    Map<Parameter, Tensor> values = new IdentityHashMap<>();
    named.forEach(
        (name, parameter) -> {
          Tensor value = state.get(name);
          if (value != null && Arrays.equals(value.shape(), parameter.shape())) {
            values.put(parameter, value.cast(parameter.dtype()));
          }
        });
    return values;
  }
}
