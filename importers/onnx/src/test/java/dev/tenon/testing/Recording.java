package dev.tenon.testing;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.onnx.OnnxValues;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An ONNX file of the repository with what ONNX Runtime, PyTorch or Keras gave for some inputs.
 *
 * @param lengths the number of tensors in each input that is a sequence; see {@code OnnxImporter}
 * @param inputs by name; those of a sequence are {@code name[0]}, {@code name[1]}, …
 * @param outputs likewise
 */
public record Recording(
    Path file,
    Map<String, Integer> lengths,
    Map<String, Tensor> inputs,
    Map<String, Tensor> outputs) {

  /** Returns those in ONNX's layout: a folder each, with the inputs and outputs in messages. */
  public static List<Recording> folders(String... suites) throws IOException {
    List<Recording> all = new ArrayList<>();
    for (String suite : suites) {
      for (Path folder : sorted(Checkout.file(suite))) {
        if (Files.exists(folder.resolve("model.onnx"))) {
          all.add(folder(folder));
        }
      }
    }
    return all;
  }

  /** Returns those with an npz beside the file, which may be that of several files. */
  public static List<Recording> files(String... folders) throws IOException {
    List<Recording> all = new ArrayList<>();
    for (String folder : folders) {
      for (Path file : sorted(Checkout.file(folder))) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".onnx")) {
          all.add(file(file, name.substring(0, name.length() - ".onnx".length())));
        }
      }
    }
    return all;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Returns the message as ONNX's own definition reads it. */
  public ModelProto proto() throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(file));
  }

  /** Returns the file's name, with that of its folder where all are called the same. */
  public String label() {
    return Checkout.root().relativize(file).toString();
  }

  private static Recording file(Path file, String name) throws IOException {
    Path own = file.resolveSibling(name + ".npz");
    Path shared =
        file.resolveSibling(name.substring(0, Math.max(0, name.lastIndexOf('.'))) + ".npz");
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    Set<String> initialized = initializers(model);
    List<String> inputs = new ArrayList<>();
    model.getGraph().getInputList().forEach(port -> inputs.add(port.getName()));
    inputs.removeIf(initialized::contains);
    List<String> outputs = new ArrayList<>();
    model.getGraph().getOutputList().forEach(port -> outputs.add(port.getName()));
    try (Source source = Source.of(Files.exists(own) ? own : shared)) {
      Map<String, Tensor> tensors = Npz.read(source);
      return new Recording(
          file, Map.of(), named(tensors, "in:", inputs), named(tensors, "out:", outputs));
    }
  }

  /** Gives recorded tensors the names of the file where the one tensor is called another way. */
  private static Map<String, Tensor> named(
      Map<String, Tensor> tensors, String prefix, List<String> names) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
      if (each.getKey().startsWith(prefix)) {
        String name = each.getKey().substring(prefix.length());
        named.put(names.size() == 1 ? names.get(0) : name, each.getValue());
      }
    }
    return named;
  }

  private static Set<String> initializers(ModelProto model) {
    Set<String> names = new HashSet<>();
    model.getGraph().getInitializerList().forEach(each -> names.add(each.getName()));
    return names;
  }

  private static Recording folder(Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    Path set = folder.resolve("test_data_set_0");
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    Set<String> initialized = initializers(model);
    Map<String, Integer> lengths = new LinkedHashMap<>();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    int next = 0;
    for (ValueInfoProto port : model.getGraph().getInputList()) {
      Path value = set.resolve("input_" + next + ".pb");
      if (!initialized.contains(port.getName()) && Files.exists(value)) {
        int length = read(port, value, inputs);
        if (!port.getType().hasTensorType()) {
          lengths.put(port.getName(), length);
        }
        next++;
      }
    }
    next = 0;
    for (ValueInfoProto port : model.getGraph().getOutputList()) {
      boolean maps = port.getType().getSequenceType().getElemType().hasMapType();
      if (!maps) {
        read(port, set.resolve("output_" + next + ".pb"), outputs);
      }
      next++;
    }
    return new Recording(file, lengths, inputs, outputs);
  }

  /** Adds the tensors of one value, and returns how many; -1 for an optional one without any. */
  private static int read(ValueInfoProto port, Path file, Map<String, Tensor> values)
      throws IOException {
    TypeProto type = port.getType();
    List<Tensor> tensors;
    try (Source source = Source.of(file)) {
      if (type.hasSequenceType()) {
        tensors = OnnxValues.sequence(source);
      } else if (type.hasOptionalType()) {
        tensors = OnnxValues.optional(source);
      } else {
        tensors = List.of(OnnxFile.tensor(OnnxFile.parseTensor(source), source.folder()));
      }
    }
    if (tensors == null) {
      return -1;
    }
    boolean sequence =
        type.hasSequenceType() || type.getOptionalType().getElemType().hasSequenceType();
    for (int i = 0; i < tensors.size(); i++) {
      values.put(sequence ? port.getName() + "[" + i + "]" : port.getName(), tensors.get(i));
    }
    return tensors.size();
  }
}
