package dev.tenon.internal.backing.onnx;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.FileStamp;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.InitializerCopies;
import dev.tenon.formats.onnx.check.FedOperands;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.internal.saving.OnnxSaving;
import dev.tenon.internal.saving.SourceDigest;
import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an ONNX file, its graph of operators once that is wanted, and the weights of now.
 *
 * <p>Not safe for several threads: {@link OnnxBacking} lets in one at a time.
 */
final class OnnxContent implements AutoCloseable {
  private final OnnxStructure structure;
  private final FedOperands fedOperands;
  private final Source source;
  private final @Nullable FileStamp stamp;
  private @Nullable OnnxGraph imported;
  private @Nullable OnnxTraining training;
  private Predicate<String> trainable = name -> true;
  private OnnxFrozen frozen;
  private @Nullable InitializerCopies copies;
  private @Nullable Source newest;
  private long version;
  private boolean changed;

  private OnnxContent(
      OnnxStructure structure, FedOperands fedOperands, Source source, @Nullable FileStamp stamp) {
    this.structure = structure;
    this.fedOperands = fedOperands;
    this.source = source;
    this.stamp = stamp;
    this.frozen = new OnnxFrozen(structure);
  }

  static OnnxContent open(Source source) throws IOException {
    OnnxStructure structure = OnnxStructure.read(source);
    OnnxModel model = OnnxModel.read(source);
    OnnxModel inlined = model.withInlinedFunctions();
    inlined.checkSurvivable(source.name());
    return new OnnxContent(
        structure, inlined.fedOperands(), hold(source, model), FileStamp.of(source));
  }

  /** Opens a file of Tenon's own, and deletes it. */
  static OnnxContent ofTemporary(Path file, String label) throws IOException {
    try (Source source = Source.of(file, label)) {
      OnnxModel model = OnnxModel.read(source);
      OnnxStructure structure = OnnxStructure.read(source);
      FedOperands operands = model.withInlinedFunctions().fedOperands();
      return new OnnxContent(structure, operands, hold(source, model), null);
    } finally {
      TemporaryOnnx.delete(file);
    }
  }

  /** Returns the same bytes without their file, with the values that lie in other files. */
  private static Source hold(Source source, OnnxModel model) throws IOException {
    // Values in files outside the folder are refused before anything is run.
    model.checkExternalWeights(source.name());
    source.verify();
    return source.held();
  }

  OnnxStructure structure() {
    return structure;
  }

  /** Refuses weights without a network: there is nothing to run, write or train. */
  void refuseWeightsAlone() {
    if (structure.outputs().isEmpty()) {
      throw new UnsupportedModelException(
          label(),
          "holds "
              + structure.initializers().size()
              + " weights and no network: it has no outputs; load the model that they belong to");
    }
  }

  /** Refuses numbers that no operator can be given, before an engine sees them. */
  void checkFed(Map<String, Tensor> fed) {
    fedOperands.check(label(), fed);
  }

  /** Returns what messages call the model. */
  String label() {
    return source.name();
  }

  /** Returns the file as a graph of operators. */
  OnnxGraph imported() {
    OnnxGraph known = imported;
    if (known == null) {
      known = OnnxImporter.read(source, label());
      imported = known;
      version = known.store().version();
    }
    return known;
  }

  /**
   * Gives each parameter a weight of its own where the exporter stored equal ones once; done before
   * anything asks what is learned.
   */
  private void separate() {
    if (copies != null) {
      return;
    }
    InitializerCopies found = OnnxImporter.shared(source);
    copies = found;
    if (found.originals().isEmpty()) {
      return;
    }
    Map<String, Tensor> before = imported == null ? Map.of() : weights();
    OnnxGraph onnx = OnnxImporter.read(source, label(), found);
    for (Parameter parameter : onnx.parameters()) {
      Tensor value = before.get(found.original(parameter.name()));
      if (value != null && !value.equals(onnx.store().get(parameter))) {
        onnx.store().put(parameter, value);
      }
    }
    imported = onnx;
    version = onnx.store().version();
    frozen = frozen.with(found);
    SeparatedWeights.log(label(), found, weightNames());
  }

  /** Says of a copy whether it is another weight than its original by now. */
  private boolean isOwn(String copy, Map<String, Tensor> values) {
    Tensor value = values.get(copy);
    return value != null && !value.equals(values.get(copies().original(copy)));
  }

  private InitializerCopies copies() {
    return copies == null ? InitializerCopies.NONE : copies;
  }

  /** Returns the network as a layer that learns, which has its own copy of the weights. */
  OnnxTraining training() {
    OnnxTraining known = training;
    if (known == null) {
      separate();
      known = new OnnxTraining(imported(), label(), this::isLearned);
      training = known;
    }
    return known;
  }

  /** Says of an initializer whether it is learned from the next compile on. */
  boolean isLearned(String name) {
    return trainable.test(name) && !frozen.contains(name);
  }

  OnnxFrozen frozen() {
    separate();
    return frozen;
  }

  /** Chooses what is learned; a training before this ends, and is to be compiled again. */
  void trainable(String... patterns) {
    trainable = LayerPaths.matcher(patterns);
    if (training != null) {
      training.training().reset();
    }
  }

  /** Returns the weights; {@link #bringBack} has made them the newest. */
  Map<String, Tensor> weights() {
    OnnxGraph onnx = imported();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    onnx.parameters().forEach(p -> weights.put(p.name(), onnx.store().get(p)));
    return weights;
  }

  /** Returns the names of all that may be learned. */
  List<String> weightNames() {
    return imported().parameters().stream()
        .filter(parameter -> parameter.role() == Parameter.Role.WEIGHT)
        .map(Parameter::name)
        .toList();
  }

  /** Returns the types of the values inside; none where the graph cannot be read. */
  Map<String, TensorType> types() {
    Map<String, TensorType> types = new HashMap<>();
    try {
      imported().values().forEach((name, value) -> types.put(name, value.type()));
    } catch (UnsupportedModelException e) {
      // The file may say the types itself.
      types.clear();
    }
    return types;
  }

  void setWeights(Map<String, Tensor> values) {
    OnnxGraph onnx = imported();
    Map<String, Parameter> known = new LinkedHashMap<>();
    onnx.parameters().forEach(p -> known.put(p.name(), p));
    values.forEach(
        (name, value) -> {
          Parameter parameter = known.get(name);
          if (parameter == null) {
            throw new IllegalArgumentException(
                "no weight '" + name + "'; the model has " + known.keySet());
          }
          Tensor fitting = value.cast(parameter.dtype());
          onnx.store().put(parameter, fitting);
          if (training != null) {
            training.set(parameter, fitting);
          }
        });
  }

  /** Takes over what was learned, and says whether weights are others than at the last call. */
  boolean bringBack() {
    OnnxGraph onnx = imported;
    if (onnx == null) {
      return false;
    }
    if (training != null) {
      training.bringBack();
    }
    if (onnx.store().version() == version) {
      return false;
    }
    version = onnx.store().version();
    newest = null;
    changed = true;
    return true;
  }

  /** Returns the network with other names. */
  OnnxContent renamed(Map<String, String> names) {
    OnnxContent other =
        changed(model -> model.renamed(names).withMetadata(OnnxFrozen.KEY, frozen.metadata(names)));
    Map<String, String> before = new HashMap<>();
    names.forEach((from, to) -> before.put(to, from));
    other.trainable = name -> trainable.test(before.getOrDefault(name, name));
    return other;
  }

  /** Returns the file as it was read. */
  OnnxModel read() {
    return OnnxModel.read(source);
  }

  /** Lets all weights but some learn that this network has and another one had not. */
  void learnNew(Set<String> before, Predicate<String> others) {
    trainable = name -> !before.contains(name) || others.test(name);
  }

  /** Says of an initializer whether {@link #trainable} chose it. */
  Predicate<String> chosen() {
    return trainable;
  }

  /** Returns the file with the weights of now: the model's own where nothing was learned. */
  Source present() throws IOException {
    if (!changed) {
      return source;
    }
    Source known = newest;
    if (known == null) {
      Path file = TemporaryOnnx.write(now(model -> model)::writeTemporary);
      try (Source written = Source.of(file, label())) {
        known = hold(written, OnnxModel.read(written));
      } finally {
        TemporaryOnnx.delete(file);
      }
      newest = known;
    }
    return known;
  }

  /** Returns all that the file says, with the weights of now. */
  OnnxStructure details() {
    try {
      return OnnxStructure.readContents(present());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the file as it was read, with the weights of now, and with more metadata. */
  void save(Path target, Map<String, String> metadata) throws IOException {
    OnnxModel described = now(model -> model);
    for (Map.Entry<String, String> pair : metadata.entrySet()) {
      described = described.withMetadata(pair.getKey(), pair.getValue());
    }
    described.write(target);
  }

  private OnnxModel now(UnaryOperator<OnnxModel> change) {
    Map<String, Tensor> values = imported == null ? Map.of() : weights();
    OnnxModel now =
        OnnxModel.read(source)
            .withCopies(copies(), copy -> isOwn(copy, values))
            .withInitializers(values);
    return change.apply(now.withMetadata(OnnxFrozen.KEY, frozen.metadata()));
  }

  /** Returns a changed network that is a file of its own, with the weights of now. */
  OnnxContent changed(UnaryOperator<OnnxModel> change) {
    try {
      OnnxContent other = ofTemporary(TemporaryOnnx.write(now(change)::writeTemporary), label());
      other.trainable = trainable;
      return other;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the graph of operators as a new ONNX file, which keeps the metadata of the old. */
  void write(Path target, OnnxOptions options) throws IOException {
    OnnxGraph onnx = imported();
    // What was an ONNX file computes in its own types.
    OnnxOptions all = options.domains(structure.opsets()).runnable(false);
    try {
      SourceDigest digest = SourceDigest.start(stamp, options);
      all = OnnxSaving.described(all, Map.of(), label());
      OnnxModel written = digest.in(OnnxExporter.export(onnx.graph(), onnx.store(), all));
      written.describedLike(OnnxModel.read(source)).write(target);
    } catch (IllegalArgumentException e) {
      // What an operator cannot be given, such as shapes that do not fit.
      throw new MalformedModelException(
          label(), "the file's graph cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    newest = null;
    if (training != null) {
      training.close();
    }
  }
}
