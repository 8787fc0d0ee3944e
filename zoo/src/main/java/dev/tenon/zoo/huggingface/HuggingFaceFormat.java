package dev.tenon.zoo.huggingface;

import dev.tenon.engine.Engine;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.assets.ModelAssets;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.keras.KerasBacking;
import dev.tenon.internal.format.FileFormat;
import dev.tenon.internal.lora.PeftPlace;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.layers.base.Scope;
import dev.tenon.limits.LoadLimits;
import dev.tenon.loading.CustomLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folders of Hugging Face's transformers, found by their {@code config.json}. */
public final class HuggingFaceFormat implements FileFormat {
  /** Creates the format, for a {@link java.util.ServiceLoader}. */
  public HuggingFaceFormat() {}

  @Override
  public String title() {
    return "Hugging Face folder";
  }

  /** Returns nothing: the folder may have any name. */
  @Override
  public List<String> suffixes() {
    return List.of();
  }

  @Override
  public boolean matches(Path folder) {
    return Files.isDirectory(folder) && Files.isRegularFile(folder.resolve(FolderConfig.FILE));
  }

  @Override
  public boolean matches(Source source, ContentType type) {
    return false;
  }

  @Override
  public boolean isOriginOf(Backing backing) {
    return backing.isKeras() && FolderWriter.isFromFolder(backing.keras());
  }

  @Override
  public Opened open(Path folder, LoadLimits limits) throws IOException {
    return new Opened(
        new KerasBacking(FolderReader.read(folder, limits)),
        Engine.preferred(),
        new ModelAssets(null, TextAssets.read(folder, limits)));
  }

  @Override
  public Opened open(Source source, CustomLayers customLayers) {
    throw new IllegalArgumentException(
        source.name() + " is a file, and a Hugging Face model is a folder");
  }

  @Override
  public Map<Parameter, PeftPlace> places(Backing backing) {
    Map<Parameter, PeftPlace> places = new LinkedHashMap<>();
    FolderWriter.places(backing.keras())
        .forEach(
            (parameter, place) ->
                places.put(parameter, new PeftPlace(place.names(), place.view(parameter.shape()))));
    return places;
  }

  @Override
  public void check(Backing backing, Path target) {
    FolderWriter.of(plain(backing), target);
  }

  /** Returns the network as the files have it, with merged adapters. */
  private static KerasModel plain(Backing backing) {
    KerasModel keras = backing.keras();
    boolean adapted = keras.lowered().weights().values().stream().anyMatch(Scope::isAdapted);
    return adapted ? backing.editable().mergeLora().keras() : keras;
  }

  @Override
  public List<String> save(Backing backing, Path target, ModelAssets assets) throws IOException {
    return FolderWriter.of(plain(backing), target).write(target, assets.text());
  }
}
