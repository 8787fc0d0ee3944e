package dev.tenon.internal.format;

import dev.tenon.engine.Engine;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.image.ImageSpec;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.keras.KerasBacking;
import dev.tenon.internal.saving.ImageNotes;
import dev.tenon.loading.CustomLayers;
import dev.tenon.saving.keras.KerasFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    return new Opened(keras, Engine.preferred(), ImageNotes.read(source.name(), text));
  }

  @Override
  public void check(Backing backing, Path target) {
    backing.editable().exporter(target, null, Map.of()).check(target);
  }

  @Override
  public List<String> save(Backing backing, Path target, @Nullable ImageSpec images)
      throws IOException {
    return backing.editable().exporter(target, null, ImageNotes.of(images)).write(target);
  }
}
