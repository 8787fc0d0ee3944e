package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.OnnxSequences;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.onnx.OnnxValues;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The recorded values of an operator test; sequences are their tensors, one after the other. */
record SuiteValues(Path test, OnnxStructure structure, List<Path> sets) {
  private static final int MOST_DECIDING = 2;

  static SuiteValues of(Path test) throws IOException {
    try (Stream<Path> all = Files.list(test)) {
      List<Path> sets =
          all.filter(path -> String.valueOf(path.getFileName()).startsWith("test_data_set_"))
              .sorted()
              .toList();
      return new SuiteValues(test, OnnxStructure.read(test.resolve("model.onnx")), sets);
    }
  }

  /**
   * Loads the model, with as many tensors for a sequence as are recorded in the first set. Where
   * the run says how many there are, the model is that of the small inputs of the first set: of
   * positions, numbers of turns, conditions.
   */
  Model load() throws IOException {
    boolean plain =
        Stream.concat(structure.inputs().stream(), structure.outputs().stream())
            .noneMatch(SuiteValues::isNested);
    Path file = test.resolve("model.onnx");
    if (plain) {
      return Model.load(file);
    }
    try {
      return OnnxSequences.load(file, lengths());
    } catch (UnsupportedModelException e) {
      Map<String, Tensor> deciding = deciding();
      if (deciding.isEmpty() || sets.size() != 1) {
        throw e;
      }
      return OnnxSequences.load(file, lengths(), deciding);
    }
  }

  /** Returns the inputs that can decide how many tensors there are: few whole numbers. */
  Map<String, Tensor> deciding() throws IOException {
    Map<String, Tensor> found = new LinkedHashMap<>();
    for (int i = 0; i < structure.inputs().size() && !sets.isEmpty(); i++) {
      OnnxStructure.Port port = structure.inputs().get(i);
      if (port.type().equals("int64") || port.type().equals("bool")) {
        Tensor content = inputs(port, i).get(0);
        if (content.rank() == 0 || (content.rank() == 1 && content.size() <= MOST_DECIDING)) {
          found.put(port.name(), content);
        }
      }
    }
    return found;
  }

  private List<Tensor> inputs(OnnxStructure.Port port, int index) throws IOException {
    List<Tensor> found = value(port, sets.get(0).resolve("input_" + index + ".pb"));
    return found == null ? List.of() : found;
  }

  /** Returns how many tensors each input has that is none; -1 where an optional one has nothing. */
  Map<String, Integer> lengths() throws IOException {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    for (int i = 0; i < structure.inputs().size() && !sets.isEmpty(); i++) {
      OnnxStructure.Port port = structure.inputs().get(i);
      if (isNested(port)) {
        List<Tensor> tensors = value(port, sets.get(0).resolve("input_" + i + ".pb"));
        lengths.put(port.name(), tensors == null ? -1 : tensors.size());
      }
    }
    return lengths;
  }

  /** Returns what is fed to a model: the tensors of all its inputs in order. */
  List<Tensor> inputs(Path set, Model model) throws IOException {
    Set<String> asked =
        model.inputs().stream().map(TensorSpec::name).collect(Collectors.toUnmodifiableSet());
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; Files.exists(set.resolve("input_" + i + ".pb")); i++) {
      OnnxStructure.Port port = i < structure.inputs().size() ? structure.inputs().get(i) : null;
      if (port == null || isNested(port) || asked.contains(port.name())) {
        List<Tensor> found = value(port, set.resolve("input_" + i + ".pb"));
        tensors.addAll(found == null ? List.of() : found);
      }
    }
    return tensors;
  }

  List<Tensor> outputs(Path set) throws IOException {
    List<OnnxStructure.Port> ports = structure.outputs();
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; Files.exists(set.resolve("output_" + i + ".pb")); i++) {
      List<Tensor> found =
          value(i < ports.size() ? ports.get(i) : null, set.resolve("output_" + i + ".pb"));
      tensors.addAll(found == null ? List.of() : found);
    }
    return tensors;
  }

  private static boolean isNested(OnnxStructure.Port port) {
    return port.type().equals("sequence") || port.type().equals("optional");
  }

  /** Returns the tensors of a recorded value; null for an optional one that holds nothing. */
  private static @Nullable List<Tensor> value(OnnxStructure.@Nullable Port port, Path file)
      throws IOException {
    try (Source source = Source.of(file)) {
      if (port != null && port.type().equals("sequence")) {
        return OnnxValues.sequence(source);
      }
      if (port != null && port.type().equals("optional")) {
        return OnnxValues.optional(source);
      }
      return List.of(OnnxFile.tensor(OnnxFile.parseTensor(source), source.folder()));
    }
  }
}
