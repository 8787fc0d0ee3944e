package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A recording of inputs and of the outputs that the original framework computed for them.
 *
 * <p>The keys of the npz are {@code in:<name>} and {@code out:<name>}, or by position {@code in0…}
 * and {@code out0…}. {@code inner:<layer>} is the output of an inner layer. {@code
 * second:out:<name>} or {@code second:out0…} are the outputs of a second call of a stateful model.
 *
 * @param file the name of the file, for messages
 * @param tensors all tensors of the file by key
 */
public record Recording(String file, Map<String, Tensor> tensors) {
  private static final String OUT = "out:";
  private static final String INNER = "inner:";

  /**
   * Reads a recording from an npz file.
   *
   * @param path the file
   * @throws IllegalArgumentException if the file is not an npz or is damaged, since the model is
   *     not to blame
   * @throws IOException if the file cannot be read
   */
  public static Recording read(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    try (Source source = Source.of(path)) {
      return new Recording(name, Npz.read(source));
    } catch (MalformedModelException | UnsupportedModelException e) {
      throw new IllegalArgumentException("the golden is wrong: " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      NoSuchFileException named =
          new NoSuchFileException(path.toString(), null, "the golden is not there");
      named.initCause(e);
      throw named;
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("the golden is wrong: " + file + ": " + what);
  }

  /**
   * Returns a tensor for each input of a model.
   *
   * @param wanted the inputs of the model
   * @throws IllegalArgumentException if an input is missing
   */
  public Map<String, Tensor> inputs(List<TensorSpec> wanted) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String name = wanted.get(i).name();
      Tensor tensor = tensors.get("in:" + name);
      tensor = tensor == null ? tensors.get("in" + i) : tensor;
      if (tensor == null) {
        throw wrong(
            "no 'in:"
                + name
                + "' and no 'in"
                + i
                + "' for the model's input; it has "
                + tensors.keySet());
      }
      inputs.put(name, tensor);
    }
    return inputs;
  }

  /**
   * An expected tensor.
   *
   * @param key the key in the file
   * @param name the name in the model
   * @param tensor the expected value
   */
  public record Expected(String key, String name, Tensor tensor) {
    /** Returns whether it is the output of an inner layer. */
    public boolean isInner() {
      return key.startsWith(INNER);
    }
  }

  /**
   * Returns the expected outputs and inner values.
   *
   * @param outputs the outputs of the model
   * @throws IllegalArgumentException if the model lacks an output of the file, or the file has no
   *     outputs
   */
  public List<Expected> expected(List<TensorSpec> outputs) {
    List<Expected> expected = expected(outputs, "");
    if (expected.isEmpty()) {
      throw wrong("no outputs; expected keys out0… or out:<name>, found " + tensors.keySet());
    }
    return expected;
  }

  /**
   * Returns the expected outputs and inner values.
   *
   * @throws IllegalArgumentException if the model lacks a value of the file, or the file has no
   *     outputs
   */
  List<Expected> expected(Model model) {
    List<Expected> expected = expected(model.outputs());
    Set<String> known = new HashSet<>(model.info().innerNames());
    model.outputs().forEach(output -> known.add(output.name()));
    for (Expected each : expected) {
      if (!known.contains(each.name())) {
        throw wrong(
            "'"
                + each.key()
                + "' is no output or layer of the model, which gives "
                + model.outputs().stream().map(TensorSpec::name).toList());
      }
    }
    return expected;
  }

  /** Returns the outputs of a model that the file lacks. */
  List<String> missing(List<TensorSpec> outputs) {
    List<String> there = expected(outputs).stream().map(Expected::name).toList();
    return outputs.stream().map(TensorSpec::name).filter(name -> !there.contains(name)).toList();
  }

  /** Returns a sentence about outputs that were not compared; empty if all were. */
  String notCompared(List<TensorSpec> outputs) {
    List<String> missing = missing(outputs);
    return missing.isEmpty()
        ? ""
        : missing.stream()
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", ", "not compared, as the golden lacks: ", ""));
  }

  /**
   * Returns the expected outputs of a second call of a stateful model on the same inputs; usually
   * empty.
   *
   * @param outputs the outputs of the model
   * @throws IllegalArgumentException if the model lacks an output of the file
   */
  public List<Expected> expectedAgain(List<TensorSpec> outputs) {
    return expected(outputs, "second:");
  }

  private List<Expected> expected(List<TensorSpec> outputs, String prefix) {
    List<Expected> expected = new ArrayList<>();
    tensors.forEach(
        (whole, tensor) -> {
          String key = whole.startsWith(prefix) ? whole.substring(prefix.length()) : "";
          if (key.startsWith(OUT)) {
            expected.add(new Expected(whole, key.substring(OUT.length()), tensor));
          } else if (key.startsWith(INNER)) {
            expected.add(new Expected(whole, key.substring(INNER.length()), tensor));
          } else if (key.matches("out\\d{1,9}")) {
            int position = Integer.parseInt(key.substring("out".length()));
            if (position >= outputs.size()) {
              throw wrong("'" + whole + "', but the model has " + outputs.size() + " outputs");
            }
            expected.add(new Expected(whole, outputs.get(position).name(), tensor));
          }
        });
    return expected;
  }
}
