"""How long records are kept, a student's export, and the audit feed."""
