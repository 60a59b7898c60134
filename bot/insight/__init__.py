"""What people ask and what the articles can't answer, for the admins; nobody is named in it."""
