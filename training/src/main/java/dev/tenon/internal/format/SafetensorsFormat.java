package dev.tenon.internal.format;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.internal.assets.ModelAssets;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.saving.SafetensorsWeights;
import dev.tenon.loading.CustomLayers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Safetensors files: the weights of a model alone. */
final class SafetensorsFormat implements FileFormat {
  @Override
  public String title() {
    return "safetensors file";
  }

  @Override
  public List<String> suffixes() {
    return List.of(".safetensors");
  }

  /** Says no: such a file has no model. */
  @Override
  public boolean matches(Source source, ContentType type) {
    return false;
  }

  @Override
  public Opened open(Source source, CustomLayers customLayers) {
    throw new UnsupportedModelException(source.name(), "holds weights without a model");
  }

  @Override
  public List<String> save(Backing backing, Path target, ModelAssets assets) throws IOException {
    SafetensorsWeights.write(target, backing.weights());
    return List.of();
  }
}
