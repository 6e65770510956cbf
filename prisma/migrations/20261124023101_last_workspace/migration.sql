-- AlterTable
ALTER TABLE "user_account" ADD COLUMN     "last_workspace_id" UUID;
