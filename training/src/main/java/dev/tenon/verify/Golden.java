package dev.tenon.verify;

import dev.tenon.ModelInput;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** Reads an npz. */
  public static Golden read(Path path) throws IOException {
    try (Source source = Source.of(path)) {
      return new Golden(String.valueOf(path.getFileName()), Npz.read(source));
    }
  }

  /**
   * Returns one tensor for each input of a model.
   *
   * @throws MalformedModelException where one is missing
   */
  public Map<String, Tensor> inputs(List<ModelInput> wanted) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String name = wanted.get(i).name();
      Tensor tensor = tensors.get("in:" + name);
      tensor = tensor == null ? tensors.get("in" + i) : tensor;
      if (tensor == null) {
        throw new MalformedModelException(
            file
                + ": no 'in:"
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
  public record Expected(String key, String name, Tensor tensor) {}

  /**
   * Returns what the model should give, inner values included.
   *
   * @throws MalformedModelException where an output of the file is none of the model, or none is
   *     there
   */
  public List<Expected> expected(List<ModelInput> outputs) {
    List<Expected> expected = expected(outputs, "");
    if (expected.isEmpty()) {
      throw new MalformedModelException(
          file + ": no outputs; expected keys out0… or out:<name>, found " + tensors.keySet());
    }
    return expected;
  }

  /**
   * Returns what a model with stateful layers should give when it is called on the same inputs once
   * more; empty for most.
   *
   * @throws MalformedModelException where an output of the file is none of the model
   */
  public List<Expected> expectedAgain(List<ModelInput> outputs) {
    return expected(outputs, "second:");
  }

  private List<Expected> expected(List<ModelInput> outputs, String prefix) {
    List<Expected> expected = new ArrayList<>();
    tensors.forEach(
        (whole, tensor) -> {
          String key = whole.startsWith(prefix) ? whole.substring(prefix.length()) : "";
          if (key.startsWith("out:")) {
            expected.add(new Expected(whole, key.substring("out:".length()), tensor));
          } else if (key.startsWith("inner:")) {
            expected.add(new Expected(whole, key.substring("inner:".length()), tensor));
          } else if (key.matches("out\\d+")) {
            int position = Integer.parseInt(key.substring("out".length()));
            if (position >= outputs.size()) {
              throw new MalformedModelException(
                  file + ": '" + whole + "', but the model has " + outputs.size() + " outputs");
            }
            expected.add(new Expected(whole, outputs.get(position).name(), tensor));
          }
        });
    return expected;
  }
}
