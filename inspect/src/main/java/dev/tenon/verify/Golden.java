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
 * Inputs, and the outputs that the original framework gave for them.
 *
 * <p>The keys of the npz are {@code in:<name>} and {@code out:<name>}, or by position {@code in0…}
 * and {@code out0…}; {@code inner:<layer>} holds what a layer inside gave, and {@code
 * second:out:<name>} or {@code second:out0…} what a model that remembers gave when it was called
 * again.
 *
 * @param file the file's name, for messages
 * @param tensors everything in the file, by key
 */
public record Golden(String file, Map<String, Tensor> tensors) {
  private static final String OUT = "out:";
  private static final String INNER = "inner:";

  /**
   * Reads an npz.
   *
   * @throws IllegalArgumentException where it is none, or is damaged: the model is not to blame
   * @throws IOException where it cannot be read
   */
  public static Golden read(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    try (Source source = Source.of(path)) {
      return new Golden(name, Npz.read(source));
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
   * Returns one tensor for each input of a model.
   *
   * @throws IllegalArgumentException where one is missing
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

  /** An expected tensor: the key in the file, and the name that the model has for it. */
  public record Expected(String key, String name, Tensor tensor) {
    /** Says whether it is what a layer inside gave, and no output. */
    public boolean isInner() {
      return key.startsWith(INNER);
    }
  }

  /**
   * Returns what the model should give, inner values included.
   *
   * @throws IllegalArgumentException where an output of the file is none of the model, or none is
   *     there
   */
  public List<Expected> expected(List<TensorSpec> outputs) {
    List<Expected> expected = expected(outputs, "");
    if (expected.isEmpty()) {
      throw wrong("no outputs; expected keys out0… or out:<name>, found " + tensors.keySet());
    }
    return expected;
  }

  /**
   * Returns what the model should give, inner values included.
   *
   * @throws IllegalArgumentException where the file names what the model does not have, or names
   *     nothing
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

  /** Returns the outputs of a model that the file has nothing to say of. */
  List<String> missing(List<TensorSpec> outputs) {
    List<String> there = expected(outputs).stream().map(Expected::name).toList();
    return outputs.stream().map(TensorSpec::name).filter(name -> !there.contains(name)).toList();
  }

  /** Says which outputs were not compared; empty where all were. */
  String notCompared(List<TensorSpec> outputs) {
    List<String> missing = missing(outputs);
    return missing.isEmpty()
        ? ""
        : missing.stream()
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", ", "not compared, as the golden lacks: ", ""));
  }

  /**
   * Returns what a model with stateful layers should give when it is called on the same inputs once
   * more; empty for most.
   *
   * @throws IllegalArgumentException where an output of the file is none of the model
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
