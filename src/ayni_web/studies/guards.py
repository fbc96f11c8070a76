"""What the database refuses of runs and origins."""

from ayni_web.common.guards import Guard

# A package is kept under its hash: what was done stays as it was done.
GUARDS = (
    Guard(
        "studies_run_done_stays",
        "studies_run",
        "UPDATE",
        "OLD.state = 'done' AND (NEW.state <> 'done' OR NEW.package <> OLD.package"
        " OR NEW.manifest_sha256 <> OLD.manifest_sha256 OR NEW.study_id <> OLD.study_id)",
    ),
    Guard("studies_origin_unchanged", "studies_origin", "UPDATE"),
)
