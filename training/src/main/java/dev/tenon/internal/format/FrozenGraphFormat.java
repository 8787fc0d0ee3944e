package dev.tenon.internal.format;

import dev.tenon.engine.Engine;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.internal.assets.ModelAssets;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.stored.StoredBacking;
import dev.tenon.internal.saving.GraphSaving;
import dev.tenon.loading.CustomLayers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** TensorFlow's frozen graphs, run as they are: one file with the weights as constants. */
final class FrozenGraphFormat implements FileFormat {
  @Override
  public String title() {
    return "frozen TensorFlow graph";
  }

  @Override
  public List<String> suffixes() {
    return List.of(".pb");
  }

  @Override
  public boolean matches(Source source, ContentType type) {
    return type == ContentType.FROZEN_GRAPH && source.path() != null;
  }

  @Override
  public Opened open(Source source, CustomLayers customLayers) throws IOException {
    Path path = Objects.requireNonNull(source.path());
    return new Opened(
        StoredBacking.open(path, source.limits()), Engine.TENSORFLOW, ModelAssets.NONE);
  }

  @Override
  public List<String> save(Backing backing, Path target, ModelAssets assets) throws IOException {
    GraphSaving.frozenGraph(backing.editable().content(), target);
    List<String> notes = new ArrayList<>(backing.graphNotes());
    notes.addAll(TextAssets.lost(assets.text(), "a .pb file"));
    return notes;
  }

  @Override
  public String exportName() {
    return "tf_frozen_graph";
  }
}
