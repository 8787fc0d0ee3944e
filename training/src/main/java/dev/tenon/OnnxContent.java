package dev.tenon;

import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.exporters.onnx.OnnxOptions;
import dev.tenon.formats.Source;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.importers.onnx.OnnxStructure;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file, its graph of operators once that is wanted, and the weights of now.
 *
 * <p>Not safe for several threads: {@link OnnxBacking} lets in one at a time.
 */
final class OnnxContent implements AutoCloseable {
  private static final int COPY_STEP = 1 << 20;

  private final OnnxStructure structure;
  private final String label;
  private final Path file;
  private final boolean temporary;
  private @Nullable OnnxGraph imported;
  private @Nullable OnnxTraining training;
  private Predicate<String> trainable = name -> true;
  private @Nullable Path newest;
  private long version;
  private boolean changed;

  private OnnxContent(OnnxStructure structure, String label, Path file, boolean temporary) {
    this.structure = structure;
    this.label = label;
    this.file = file;
    this.temporary = temporary;
  }

  static OnnxContent open(Source source) throws IOException {
    OnnxStructure structure = OnnxStructure.read(source);
    Path path = source.path();
    if (path != null) {
      // Values in files outside the folder are refused before anything is run.
      OnnxModel.read(source).checkExternalWeights(source.name());
    }
    return path == null
        ? new OnnxContent(structure, source.name(), copy(source), true)
        : new OnnxContent(structure, source.name(), path, false);
  }

  /** Opens a file that is deleted with the model. */
  static OnnxContent ofTemporary(Path file, String label) throws IOException {
    try (Source source = Source.of(file)) {
      return new OnnxContent(OnnxStructure.read(source), label, file, true);
    }
  }

  private static Path copy(Source source) throws IOException {
    Path copy = Files.createTempFile("tenon", ".onnx");
    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      for (long at = 0; at < source.size(); at += COPY_STEP) {
        channel.write(source.slice(at, Math.min(COPY_STEP, source.size() - at)));
      }
    }
    return copy;
  }

  OnnxStructure structure() {
    return structure;
  }

  /** Returns what messages call the model. */
  String label() {
    return label;
  }

  /** Returns the name of the file in messages. */
  Path name() {
    return file.getFileName();
  }

  /** Returns the file as a graph of operators. */
  OnnxGraph imported() {
    OnnxGraph known = imported;
    if (known == null) {
      try (Source source = Source.of(file)) {
        known = OnnxImporter.read(source, label);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      imported = known;
      version = known.store().version();
    }
    return known;
  }

  /** Returns the training of the network, which has its own copy of the weights. */
  ModelTraining training() {
    OnnxTraining known = training;
    if (known == null) {
      known = new OnnxTraining(imported(), trainable);
      training = known;
    }
    return known.training();
  }

  void trainable(String pattern) {
    if (training != null) {
      throw new IllegalStateException("the network is in training: choose what it learns before");
    }
    trainable = Pattern.compile(pattern).asMatchPredicate();
  }

  /** Returns the weights; {@link #bringBack} has made them the newest. */
  Map<String, Tensor> weights() {
    OnnxGraph onnx = imported();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    onnx.parameters().forEach(p -> weights.put(p.name(), onnx.store().get(p)));
    return weights;
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
    dropNewest();
    changed = true;
    return true;
  }

  private void dropNewest() {
    if (newest != null) {
      delete(newest);
      newest = null;
    }
  }

  /**
   * Deletes a file of Tenon's own, and the one beside it that has its weights where it is large.
   */
  private static void delete(Path path) {
    for (Path each : List.of(path, path.resolveSibling(path.getFileName() + ".data"))) {
      try {
        Files.deleteIfExists(each);
      } catch (IOException e) {
        each.toFile().deleteOnExit();
      }
    }
  }

  /** Returns the file with the weights of now: the model's own where nothing was learned. */
  Path present() throws IOException {
    if (!changed) {
      return file;
    }
    if (newest == null) {
      Path fresh = Files.createTempFile("tenon", ".onnx");
      save(fresh);
      newest = fresh;
    }
    return newest;
  }

  /** Writes the file as it was read, with the weights of now. */
  void save(Path target) throws IOException {
    Map<String, Tensor> values = imported == null ? Map.of() : weights();
    try (Source source = Source.of(file)) {
      OnnxModel.read(source).withInitializers(values).write(target);
    }
  }

  /** Writes the graph of operators as a new ONNX file. */
  void write(Path target, OnnxOptions options) throws IOException {
    OnnxGraph onnx = imported();
    OnnxOptions all = options.withDomains(structure.opsets());
    for (Map.Entry<String, String> entry : structure.metadata().entrySet()) {
      if (entry.getKey().startsWith(OnnxExporter.STATE)) {
        all = all.withMetadata(entry.getKey(), entry.getValue());
      }
    }
    OnnxExporter.export(onnx.graph(), onnx.store(), all).write(target);
  }

  @Override
  public void close() {
    dropNewest();
    if (training != null) {
      training.close();
    }
    if (temporary) {
      delete(file);
    }
  }
}
