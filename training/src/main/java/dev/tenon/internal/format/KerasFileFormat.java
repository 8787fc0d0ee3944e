package dev.tenon.internal.format;

import dev.tenon.engine.Engine;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.internal.assets.ArchiveAssets;
import dev.tenon.internal.assets.AssetsBeside;
import dev.tenon.internal.assets.ModelAssets;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.keras.KerasBacking;
import dev.tenon.internal.saving.ImageNotes;
import dev.tenon.internal.saving.KerasSaving;
import dev.tenon.loading.CustomLayers;
import dev.tenon.saving.keras.KerasFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Keras' {@code .keras} archives, its {@code .h5} files of every age, and weights alone. */
final class KerasFileFormat implements FileFormat {
  @Override
  public String title() {
    return "Keras file";
  }

  @Override
  public List<String> suffixes() {
    return KerasFormat.SUFFIXES;
  }

  @Override
  public boolean isNamed(String target) {
    return KerasFormat.ofName(target) != null;
  }

  @Override
  public boolean matches(Source source, ContentType type) {
    return type == ContentType.HDF5 || type == ContentType.ZIP || type == ContentType.JSON;
  }

  @Override
  public Opened open(Source source, CustomLayers customLayers) throws IOException {
    Backing keras =
        new KerasBacking(KerasImporter.read(source, new KerasImporter.Options(customLayers)));
    String text = KerasImporter.note(source, ImageNotes.KEY);
    TextAssets inside = ArchiveAssets.read(source, ContentType.of(source));
    TextAssets tokenizer = inside == null ? AssetsBeside.read(source, Map.of()) : inside;
    return new Opened(
        keras,
        Engine.preferred(),
        new ModelAssets(ImageNotes.read(source.name(), text), tokenizer));
  }

  @Override
  public void check(Backing backing, Path target) {
    backing.editable().exporter(target, null, Map.of()).check(target);
  }

  @Override
  public List<String> save(Backing backing, Path target, ModelAssets assets) throws IOException {
    return KerasSaving.write(
        backing.editable().exporter(target, null, ImageNotes.of(assets.images())),
        target,
        assets.text());
  }
}
