package dev.tenon.internal.saving;

import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.FileStamp;
import dev.tenon.saving.onnx.OnnxOptions;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of the file that a model came from, for the metadata of what is written of it.
 *
 * <p>It is computed while the model is brought into its new form: reading a large file takes as
 * long as a good part of that.
 */
public final class SourceDigest {
  private static final String KEY = "source_sha256";

  private final @Nullable CompletableFuture<@Nullable String> digest;

  private SourceDigest(@Nullable CompletableFuture<@Nullable String> digest) {
    this.digest = digest;
  }

  /**
   * Starts to compute the digest, unless the caller says himself what stands in its place.
   *
   * @param stamp the file; null where there was none. The digest is left out where it has changed
   */
  public static SourceDigest start(@Nullable FileStamp stamp, OnnxOptions options) {
    if (stamp == null || options.metadata().containsKey(KEY)) {
      return new SourceDigest(null);
    }
    return new SourceDigest(CompletableFuture.supplyAsync(stamp::sha256));
  }

  /** Returns the model with the digest in its metadata, once that is known. */
  public OnnxModel in(OnnxModel model) {
    String known = digest == null ? null : digest.join();
    return known == null ? model : model.withMetadata(KEY, known);
  }
}
