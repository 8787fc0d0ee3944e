package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import java.nio.file.Path;

/**
 * Keras' arguments of BackupAndRestore.
 *
 * @param backupDir the folder in which the state is kept, of this one fit only
 * @param saveFreq after how many batches the state is written; by default after each epoch
 * @param doubleCheckpoint whether the file before the last one is kept too, for a disk that loses
 *     the last; false
 * @param deleteCheckpoint whether the file is deleted at the end of a fit; true
 */
@Setters(owner = BackupAndRestore.class)
record BackupAndRestoreOptions(
    Path backupDir, int saveFreq, boolean doubleCheckpoint, boolean deleteCheckpoint) {
  static BackupAndRestoreOptions of(Path backupDir) {
    return new BackupAndRestoreOptions(backupDir, SaveSchedule.EPOCH, false, true);
  }
}
