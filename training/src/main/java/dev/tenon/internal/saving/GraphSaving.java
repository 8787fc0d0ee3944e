package dev.tenon.internal.saving;

import dev.tenon.engine.Engine;
import dev.tenon.formats.AtomicFile;
import dev.tenon.formats.PendingFolder;
import dev.tenon.formats.TemporaryNames;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.lower.StatePorts;
import dev.tenon.runtime.StoredModelEngine;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a graph of operators as TensorFlow's own formats. */
public final class GraphSaving {
  private static final String MARK = "saved_model.pb";

  private GraphSaving() {}

  /** What is written. */
  public record Content(Graph graph, ParameterStore parameters) {}

  /**
   * Returns a Keras model as operators, under the names of its inputs and outputs; stateful layers
   * remember nothing there.
   */
  public static Content of(KerasModel keras) {
    Graph lowered = StatePorts.startingAnew(keras.lowered());
    return new Content(
        new Graph(
            lowered.name(),
            lowered.inputs(),
            lowered.nodes(),
            lowered.outputs(),
            keras.outputNames()),
        keras.parameters());
  }

  /**
   * Writes a SavedModel.
   *
   * @param others writes files into the folder that TensorFlow passes by
   */
  public static void savedModel(Content content, Path folder, AtomicFile.Writing others)
      throws IOException {
    StoredModelEngine engine = StoredModelEngine.of(Engine.TENSORFLOW);
    engine.load();
    TemporaryNames.hidden(
        folder,
        () -> {
          try (PendingFolder pending = PendingFolder.beside(folder, MARK)) {
            engine.writeSavedModel(content.graph(), content.parameters(), pending.path());
            others.to(pending.path());
            pending.commit();
          }
          return folder;
        });
  }

  public static void frozenGraph(Content content, Path file) throws IOException {
    StoredModelEngine engine = StoredModelEngine.of(Engine.TENSORFLOW);
    engine.load();
    AtomicFile.write(
        file, path -> engine.writeFrozenGraph(content.graph(), content.parameters(), path));
  }
}
