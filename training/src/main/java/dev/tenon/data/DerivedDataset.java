package dev.tenon.data;

import dev.tenon.image.ImageSpec;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A data set with as many batches as another, and of the same images. */
interface DerivedDataset extends Dataset {
  Dataset source();

  @Override
  default OptionalLong batches() {
    return source().batches();
  }

  @Override
  default @Nullable ImageSpec images() {
    return source().images();
  }
}
